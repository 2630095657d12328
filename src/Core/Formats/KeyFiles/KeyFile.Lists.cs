using System.Globalization;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Formats.KeyFiles;

public sealed partial class KeyFile
{
    /// <summary>Reads a list of booleans.</summary>
    /// <exception cref="OstreeException">KeyNotFound; MalformedKeyFile: an element is no boolean.</exception>
    public bool[] GetBooleanList(string group, string key)
        => Array.ConvertAll(GetStringList(group, key), raw => ReadBoolean(group, key, raw));

    /// <summary>Reads a list of 32-bit integers, each as <see cref="GetInt32"/> does.</summary>
    /// <exception cref="OstreeException">KeyNotFound; MalformedKeyFile: an element is no such number.</exception>
    public int[] GetInt32List(string group, string key)
        => Array.ConvertAll(GetStringList(group, key), raw => ReadInt32(group, key, raw));

    /// <summary>Reads a list of numbers.</summary>
    /// <exception cref="OstreeException">KeyNotFound; MalformedKeyFile: an element is no number.</exception>
    public double[] GetDoubleList(string group, string key)
        => Array.ConvertAll(GetStringList(group, key), raw => ReadDouble(group, key, raw));

    /// <summary>Sets a list of booleans.</summary>
    /// <exception cref="OstreeException">MalformedKeyFile: a name is not possible.</exception>
    public void SetBooleanList(string group, string key, IEnumerable<bool> values) => SetStringList(group, key, values.Select(Text));

    /// <summary>Sets a list of 32-bit integers.</summary>
    /// <exception cref="OstreeException">MalformedKeyFile: a name is not possible.</exception>
    public void SetInt32List(string group, string key, IEnumerable<int> values)
        => SetStringList(group, key, values.Select(value => value.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Sets a list of numbers.</summary>
    /// <exception cref="OstreeException">MalformedKeyFile: a name is not possible.</exception>
    public void SetDoubleList(string group, string key, IEnumerable<double> values)
        => SetStringList(group, key, values.Select(CNumber.Print));
}
