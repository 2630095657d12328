using System.Runtime.InteropServices;
using System.Text;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Platform;

/// <summary>A library that speaks PKCS #11: the few of its functions that finding an object takes.</summary>
/// <remarks>
/// Never finalized: OpenSSL may use the same library in the same process, and would lose its sessions. The numbers are those of
/// PKCS #11 2.40's tables and structures, as C lays them out on Linux.
/// </remarks>
internal sealed unsafe class CryptokiModule
{
    internal const nuint PrivateKeyClass = 3;
    internal const nuint CertificateClass = 1;
    internal const nuint ClassAttribute = 0;
    internal const nuint LabelAttribute = 3;
    internal const nuint ValueAttribute = 0x11;
    internal const nuint KeyTypeAttribute = 0x100;
    internal const nuint IdAttribute = 0x102;
    internal const nuint AlreadyLoggedIn = 0x100;

    private const int MaximumSlots = 4096;
    private const int MaximumObjects = 64;
    private const int MaximumValue = 1 << 20;
    private const int MaximumStructure = 512;
    private const nuint AlreadyInitialized = 0x191;
    private const nuint OsLocking = 2;
    private const nuint SerialSession = 4;
    private const nuint User = 1;

    private readonly nint* _functions;
    private readonly string _path;

    private CryptokiModule(string path, nint* functions)
    {
        _path = path;
        _functions = functions;
    }

    /// <summary>Loads a module; null where there is none of that path, or it is none.</summary>
    internal static CryptokiModule? TryLoad(string path)
    {
        if (!NativeLibrary.TryLoad(path, out nint library) || !NativeLibrary.TryGetExport(library, "C_GetFunctionList", out nint entry))
            return null;
        byte* list = null;
        if (((delegate* unmanaged<byte**, nuint>)entry)(&list) != 0 || list is null)
            return null;
        var module = new CryptokiModule(path, (nint*)(list + sizeof(nint)));
        nint* arguments = stackalloc nint[6] { 0, 0, 0, 0, (nint)OsLocking, 0 };
        nuint result = ((delegate* unmanaged<void*, nuint>)module._functions[0])(arguments);
        if (result != AlreadyInitialized)
            module.Check(result, "C_Initialize");
        return module;
    }

    /// <summary>The slots that hold a token.</summary>
    internal nuint[] Slots()
    {
        var call = (delegate* unmanaged<byte, nuint*, nuint*, nuint>)_functions[4];
        nuint count = 0;
        Check(call(1, null, &count), "C_GetSlotList");
        var slots = new nuint[Math.Min(count, MaximumSlots) + 1];
        count = (nuint)slots.Length;
        fixed (nuint* first = slots)
            Check(call(1, first, &count), "C_GetSlotList");
        return slots[..(int)count];
    }

    internal CryptokiToken Token(nuint slot)
    {
        byte* facts = stackalloc byte[MaximumStructure];
        Check(((delegate* unmanaged<nuint, byte*, nuint>)_functions[6])(slot, facts), "C_GetTokenInfo");
        return new CryptokiToken(Text(facts, 32), Text(facts + 32, 32), Text(facts + 64, 16), Text(facts + 80, 16), (ulong)*(nuint*)(facts + 96));
    }

    internal nuint OpenSession(nuint slot)
    {
        nuint session;
        Check(((delegate* unmanaged<nuint, nuint, void*, void*, nuint*, nuint>)_functions[12])(slot, SerialSession, null, null, &session), "C_OpenSession");
        return session;
    }

    internal void CloseSession(nuint session) => ((delegate* unmanaged<nuint, nuint>)_functions[13])(session);

    /// <summary>Logs the user in, and returns what the module said; without a PIN, a token that has keys of its own asks for it.</summary>
    internal nuint Login(nuint session, ReadOnlySpan<byte> pin)
    {
        fixed (byte* first = pin)
            return ((delegate* unmanaged<nuint, nuint, byte*, nuint, nuint>)_functions[18])(session, User, first, (nuint)pin.Length);
    }

    /// <summary>The objects that have all of these attributes.</summary>
    internal nuint[] Find(nuint session, IReadOnlyList<(nuint Type, byte[] Value)> attributes)
    {
        nuint* template = stackalloc nuint[attributes.Count * 3];
        var pins = new List<GCHandle>(attributes.Count);
        try
        {
            for (int i = 0; i < attributes.Count; i++)
            {
                pins.Add(GCHandle.Alloc(attributes[i].Value, GCHandleType.Pinned));
                template[i * 3] = attributes[i].Type;
                template[(i * 3) + 1] = (nuint)pins[i].AddrOfPinnedObject();
                template[(i * 3) + 2] = (nuint)attributes[i].Value.Length;
            }

            Check(((delegate* unmanaged<nuint, nuint*, nuint, nuint>)_functions[26])(session, template, (nuint)attributes.Count), "C_FindObjectsInit");
        }
        finally
        {
            foreach (GCHandle pin in pins)
                pin.Free();
        }

        nuint* found = stackalloc nuint[MaximumObjects];
        nuint count;
        Check(((delegate* unmanaged<nuint, nuint*, nuint, nuint*, nuint>)_functions[27])(session, found, MaximumObjects, &count), "C_FindObjects");
        Check(((delegate* unmanaged<nuint, nuint>)_functions[28])(session), "C_FindObjectsFinal");
        return new ReadOnlySpan<nuint>(found, (int)Math.Min(count, MaximumObjects)).ToArray();
    }

    /// <summary>An attribute of an object; empty where the object has none, or does not tell.</summary>
    internal byte[] Attribute(nuint session, nuint target, nuint type)
    {
        var call = (delegate* unmanaged<nuint, nuint, nuint*, nuint, nuint>)_functions[24];
        nuint* attribute = stackalloc nuint[3] { type, 0, 0 };
        if (call(session, target, attribute, 1) != 0 || attribute[2] is 0 or > MaximumValue)
            return [];
        byte[] value = new byte[attribute[2]];
        fixed (byte* first = value)
        {
            attribute[1] = (nuint)first;
            Check(call(session, target, attribute, 1), "C_GetAttributeValue");
        }

        return value;
    }

    private static string Text(byte* field, int length) => Encoding.UTF8.GetString(field, length).TrimEnd(' ', '\0');

    private void Check(nuint result, string function)
    {
        if (result != 0)
        {
            throw new OstreeException(
                OstreeFault.InvalidConfig,
                $"The PKCS #11 module '{_path}' fails in {function}, with code 0x{(ulong)result:x}.",
                _path,
                "See with 'p11-kit list-modules' or 'pkcs11-tool --list-slots' whether the token works.");
        }
    }
}
