using OstreePS.Core.Platform;

namespace OstreePS.Core.Pull.Fetching.Tokens;

/// <summary>One object that a URI names, with the token that holds it.</summary>
/// <param name="Token">The token.</param>
/// <param name="Id">What ties a key and its certificate together; may be empty.</param>
/// <param name="Label">Its name; may be empty.</param>
/// <param name="Content">A certificate in DER; the number of a key's type.</param>
internal sealed record TokenObject(CryptokiToken Token, byte[] Id, byte[] Label, byte[] Content)
{
    internal bool IsSameAs(TokenObject other)
        => Token == other.Token
            && Id.AsSpan().SequenceEqual(other.Id) && Label.AsSpan().SequenceEqual(other.Label) && Content.AsSpan().SequenceEqual(other.Content);
}
