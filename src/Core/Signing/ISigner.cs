namespace OstreePS.Core.Signing;

/// <summary>A secret key that makes signatures of one engine. Disposing of it clears what can be cleared.</summary>
public interface ISigner : IDisposable
{
    /// <summary>The engine, such as <c>ed25519</c>.</summary>
    string Engine { get; }

    /// <summary>Names the key in messages; never holds anything secret.</summary>
    string KeyName { get; }

    /// <summary>Signs the bytes of a commit or a summary.</summary>
    /// <exception cref="Diagnostics.OstreeException"><see cref="Diagnostics.OstreeFault.SigningFailed"/>.</exception>
    byte[] Sign(byte[] data);
}
