namespace OstreePS.Core.Diagnostics;

/// <summary>The one exception type that Core throws for anything a user, a file or a remote can cause.</summary>
/// <remarks>A defect of OstreePS itself surfaces as another exception type and is never translated into this one.</remarks>
public sealed class OstreeException : Exception
{
    /// <summary>Describes a fault.</summary>
    /// <param name="fault">What went wrong; becomes the error id.</param>
    /// <param name="message">One sentence that says what happened, and to what.</param>
    /// <param name="subject">The thing concerned: a path, a ref, a checksum, a key.</param>
    /// <param name="remedy">One sentence that says what to do about it.</param>
    /// <param name="inner">The cause, when another exception was caught.</param>
    public OstreeException(OstreeFault fault, string message, string? subject = null, string? remedy = null, Exception? inner = null)
        : base(message, inner)
    {
        Fault = fault;
        Subject = subject;
        Remedy = remedy;
    }

    /// <summary>What went wrong.</summary>
    public OstreeFault Fault { get; }

    /// <summary>The thing concerned: a path, a ref, a checksum, a key.</summary>
    public string? Subject { get; }

    /// <summary>What to do about it.</summary>
    public string? Remedy { get; }
}
