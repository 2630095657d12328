using System.Globalization;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-Date with -Format; Unix formats are not supplied.</summary>
[Cmdlet(VerbsCommon.Get, "Date"), OutputType(typeof(DateTime), typeof(string))]
public sealed class GetDateCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true), Alias("LastWriteTime")] public DateTime? Date { get; set; }

    [Parameter, Alias("UnixTime")] public double? UnixTimeSeconds { get; set; }

    [Parameter] public string? Format { get; set; }

    [Parameter] public SwitchParameter AsUTC { get; set; }

    protected override void ProcessRecord()
    {
        DateTime moment = UnixTimeSeconds is { } seconds
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds).LocalDateTime
            : Date ?? DateTimeOffset.UtcNow.LocalDateTime;
        if (AsUTC) moment = moment.ToUniversalTime();
        WriteObject(Format is null ? moment : moment.ToString(Expand(Format), CultureInfo.CurrentCulture));
    }

    private static string Expand(string format) => format switch
    {
        "FileDate" => "yyyyMMdd",
        "FileDateTime" => "yyyyMMdd'T'HHmmssffff",
        _ => format,
    };
}
