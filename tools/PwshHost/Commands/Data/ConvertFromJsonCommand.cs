using System.Collections;
using System.Management.Automation;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Microsoft.PowerShell.Commands;

/// <summary>ConvertFrom-Json.</summary>
[Cmdlet(VerbsData.ConvertFrom, "Json")]
public sealed class ConvertFromJsonCommand : PSCmdlet
{
    private readonly StringBuilder _text = new();

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true), AllowEmptyString] public string InputObject { get; set; } = "";

    [Parameter] public SwitchParameter AsHashtable { get; set; }

    [Parameter] public SwitchParameter NoEnumerate { get; set; }

    [Parameter] public int Depth { get; set; } = 1024;

    protected override void ProcessRecord() => _text.Append(InputObject).Append('\n');

    protected override void EndProcessing()
    {
        if (string.IsNullOrWhiteSpace(_text.ToString())) return;
        try
        {
            using var reader = new JsonTextReader(new StringReader(_text.ToString())) { MaxDepth = Depth, DateParseHandling = DateParseHandling.DateTime };
            object? value = Convert(JToken.ReadFrom(reader));
            if (reader.Read() && reader.TokenType != JsonToken.Comment) throw new JsonReaderException("Additional text encountered after finished reading JSON content.");
            WriteObject(value, enumerateCollection: !NoEnumerate);
        }
        catch (JsonException failure)
        {
            var refused = new ArgumentException($"Conversion from JSON failed with error: {failure.Message}", failure);
            ThrowTerminatingError(new ErrorRecord(refused, "System.ArgumentException", ErrorCategory.NotSpecified, targetObject: null));
        }
    }

    private object? Convert(JToken token) => token switch
    {
        JArray many => many.Select(Convert).ToArray(),
        JObject table when AsHashtable => Table(table),
        JObject table => Record(table),
        JValue value => value.Value,
        _ => throw new JsonReaderException($"Unexpected {token.Type}."),
    };

    private PSObject Record(JObject table)
    {
        var record = new PSObject();
        foreach (JProperty property in table.Properties()) record.Properties.Add(new PSNoteProperty(property.Name, Convert(property.Value)));
        return record;
    }

    private OrderedHashtable Table(JObject table)
    {
        var result = new OrderedHashtable();
        foreach (JProperty property in table.Properties()) result.Add(property.Name, Convert(property.Value));
        return result;
    }
}
