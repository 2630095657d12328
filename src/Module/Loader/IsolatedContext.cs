using System.Reflection;
using System.Runtime.Loader;

namespace OstreePS.Loader;

/// <summary>Holds the engine and the packages it needs, so that another module's older copy of one of them harms neither side.</summary>
internal sealed class IsolatedContext(string folder) : AssemblyLoadContext("OstreePS")
{
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Combine(folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
