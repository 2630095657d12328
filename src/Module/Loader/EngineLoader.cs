using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace OstreePS.Loader;

/// <summary>Lets the default load context, where PowerShell puts the cmdlets, find the engine in its private one.</summary>
public sealed class EngineLoader : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private const string Engine = "OstreePS.Core";

    // One for the process: types of a second copy would not be the types that the first import handed out.
    private static readonly IsolatedContext s_context =
        new(Path.Combine(Path.GetDirectoryName(typeof(EngineLoader).Assembly.Location)!, "isolated"));

    public void OnImport() => AssemblyLoadContext.Default.Resolving += Resolve;

    // Each runspace that imports adds a handler and takes one away, so the others keep theirs.
    public void OnRemove(PSModuleInfo psModuleInfo) => AssemblyLoadContext.Default.Resolving -= Resolve;

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName wanted)
        => string.Equals(wanted.Name, Engine, StringComparison.Ordinal) ? s_context.LoadFromAssemblyName(wanted) : null;
}
