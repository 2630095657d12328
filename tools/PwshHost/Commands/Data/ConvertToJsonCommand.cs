using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using Newtonsoft.Json;

namespace Microsoft.PowerShell.Commands;

/// <summary>ConvertTo-Json.</summary>
[Cmdlet(VerbsData.ConvertTo, "Json"), OutputType(typeof(string))]
public sealed class ConvertToJsonCommand : PSCmdlet
{
    private readonly List<object?> _items = [];
    private bool _wasCut;

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true), AllowNull] public object? InputObject { get; set; }

    [Parameter, ValidateRange(0, 100)] public int Depth { get; set; } = 2;

    [Parameter] public SwitchParameter Compress { get; set; }

    [Parameter] public SwitchParameter EnumsAsStrings { get; set; }

    [Parameter] public SwitchParameter AsArray { get; set; }

    protected override void ProcessRecord() => _items.Add(InputObject);

    protected override void EndProcessing()
    {
        if (_items.Count == 0) return;
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using (var json = new JsonTextWriter(text) { Formatting = Compress ? Formatting.None : Formatting.Indented })
            Write(json, _items.Count > 1 || AsArray ? _items : _items[0], depth: 0);
        if (_wasCut) WriteWarning($"Resulting JSON is truncated as serialization has exceeded the set depth of {Depth}.");
        WriteObject(text.ToString());
    }

    private void Write(JsonTextWriter json, object? value, int depth)
    {
        var wrapped = value as PSObject;
        object? plain = wrapped?.BaseObject ?? value;
        switch (plain)
        {
            case null or DBNull:
                json.WriteNull();
                return;
            case string or bool or char or sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal
                or DateTime or DateTimeOffset or Guid or Uri or BigInteger:
                json.WriteValue(plain);
                return;
            case Enum when EnumsAsStrings:
                json.WriteValue(plain.ToString());
                return;
            case Enum:
                json.WriteValue(Convert.ChangeType(plain, Enum.GetUnderlyingType(plain.GetType()), CultureInfo.InvariantCulture));
                return;
        }

        if (depth > Depth)
        {
            _wasCut = true;
            json.WriteValue(plain is PSCustomObject ? wrapped!.ToString() : LanguagePrimitives.ConvertTo<string>(plain));
            return;
        }

        switch (plain)
        {
            case IDictionary table:
                WriteMembers(json, table.Cast<DictionaryEntry>().Select(entry => (entry.Key.ToString()!, entry.Value)), depth);
                break;
            case IEnumerable many:
                json.WriteStartArray();
                foreach (object? item in many) Write(json, item, depth + 1);
                json.WriteEndArray();
                break;
            default:
                WriteMembers(json, Readable(PSObject.AsPSObject(value!)), depth);
                break;
        }
    }

    private void WriteMembers(JsonTextWriter json, IEnumerable<(string Name, object? Value)> members, int depth)
    {
        json.WriteStartObject();
        foreach ((string name, object? value) in members)
        {
            json.WritePropertyName(name);
            Write(json, value, depth + 1);
        }

        json.WriteEndObject();
    }

    // A property that throws is null in JSON, as in pwsh.
    private static IEnumerable<(string Name, object? Value)> Readable(PSObject target)
    {
        foreach (PSPropertyInfo property in target.Properties.Where(property => property.IsGettable))
        {
            object? value;
            try
            {
                value = property.Value;
            }
            catch (GetValueException)
            {
                value = null;
            }

            yield return (property.Name, value);
        }
    }
}
