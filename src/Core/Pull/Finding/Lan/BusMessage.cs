namespace OstreePS.Core.Pull.Finding.Lan;

/// <summary>A message of D-Bus, as far as it matters here.</summary>
/// <param name="Kind">1 for a call, 2 for its answer, 3 for an error, 4 for a signal.</param>
/// <param name="ReplyTo">The serial of the call that is answered; 0 for none.</param>
/// <param name="Sender">The unique name of who sent it.</param>
/// <param name="Interface">The interface of a call or signal.</param>
/// <param name="Member">The name of a call or signal, or of an error.</param>
/// <param name="Body">The values.</param>
/// <param name="BigEndian">How numbers are written.</param>
internal sealed record BusMessage(byte Kind, uint ReplyTo, string Sender, string Interface, string Member, byte[] Body, bool BigEndian)
{
    internal const byte Call = 1;
    internal const byte Answer = 2;
    internal const byte Error = 3;
    internal const byte Signal = 4;

    /// <summary>Reads the values.</summary>
    internal BusReader Read() => new(Body, BigEndian);
}
