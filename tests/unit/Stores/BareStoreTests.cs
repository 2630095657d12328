using OstreePS.Core.Stores;
using OstreePS.UnitTests.Contracts;

namespace OstreePS.UnitTests.Stores;

public sealed class BareStoreTests() : ObjectStoreContract(RepositoryMode.Bare);
