using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;

namespace OstreePS.UnitTests.Formats.GVariant;

public sealed class VariantWriterTests
{
    private static readonly VariantType DirTree = VariantType.Parse("(a(say)a(sayay))");

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(300)]
    [InlineData(2000)]
    public void A_dirtree_written_in_one_pass_equals_the_one_built_of_values(int entries)
    {
        byte[] checksum = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        using var writer = new VariantWriter(DirTree, capacity: 1);
        writer.BeginTuple();
        writer.BeginArray();
        for (int i = 0; i < entries; i++)
        {
            writer.BeginTuple();
            writer.WriteString($"file{i}");
            writer.WriteBytes(checksum);
            writer.End();
        }
        writer.End();
        writer.BeginArray();
        writer.End();
        writer.End();

        Variant built = Variant.Tuple(
            Variant.Array(
                VariantType.Parse("(say)"),
                Enumerable.Range(0, entries).Select(i => Variant.Tuple(Variant.String($"file{i}"), Variant.Bytes(checksum)))),
            Variant.Array(VariantType.Parse("(sayay)"), []));
        Assert.Equal(built, writer.ToVariant());
        Assert.True(built.IsNormalForm);
        Assert.Equal(entries, built[0].Count);
        if (entries > 0)
            Assert.Equal($"file{entries - 1}", built[0][entries - 1][0].GetString());
    }

    [Fact]
    public void A_writer_can_be_used_again()
    {
        using var writer = new VariantWriter(VariantType.UInt32);
        writer.WriteUInt32(1);
        Assert.Equal([1, 0, 0, 0], writer.ToArray());
        writer.Reset();
        Assert.Throws<InvalidOperationException>(() => writer.ToArray());
        writer.WriteUInt32(2);
        Assert.Equal([2, 0, 0, 0], writer.ToArray());
        writer.Reset(VariantType.String);
        writer.WriteString("a");
        Assert.Equal("a\0"u8.ToArray(), writer.ToArray());
    }

    [Fact]
    public void Misuse_is_a_defect_of_the_caller()
    {
        AssertMisuse("u", w => w.WriteString("a"));
        AssertMisuse("u", w => w.End());
        AssertMisuse("u", w => { w.WriteUInt32(1); w.WriteUInt32(1); });
        AssertMisuse("(uu)", w => { w.BeginTuple(); w.WriteUInt32(1); w.End(); });
        AssertMisuse("()", w => { w.BeginTuple(); w.WriteUInt32(1); });
        AssertMisuse("mu", w => { w.BeginMaybe(); w.End(); });
        AssertMisuse("v", w => { w.BeginVariant(VariantType.Byte); w.WriteByte(1); w.WriteByte(1); });
        AssertMisuse("as", w => w.WriteBytes("a"u8));
        AssertMisuse("as", w => w.Write(Variant.Bytes("a"u8)));
    }

    [Fact]
    public void Strings_that_GVariant_cannot_hold_are_refused()
    {
        Assert.Equal(OstreeFault.MalformedVariant, Assert.Throws<OstreeException>(() => Variant.String("a\0")).Fault);
        Assert.Equal(OstreeFault.MalformedVariant, Assert.Throws<OstreeException>(() => Variant.String("a" + (char)0xd800)).Fault);
        Assert.Equal(OstreeFault.MalformedVariant, Assert.Throws<OstreeException>(() => Variant.ObjectPath("a")).Fault);
        Assert.Equal(OstreeFault.MalformedVariant, Assert.Throws<OstreeException>(() => Variant.Signature("ms")).Fault);
        Assert.Equal(OstreeFault.MalformedVariant, Assert.Throws<OstreeException>(() => new VariantWriter(VariantType.Parse("a*"))).Fault);
    }

    [Fact]
    public void A_fixed_size_value_of_the_wrong_size_is_written_as_zero()
        => Assert.Equal(
            [0, 0, 0, 0, 7, 0, 0, 0],
            Variant.Array(VariantType.UInt32, [Variant.FromBytes(VariantType.UInt32, new byte[] { 1 }), Variant.UInt32(7)]).Data.ToArray());

    private static void AssertMisuse(string type, Action<VariantWriter> write)
    {
        using var writer = new VariantWriter(VariantType.Parse(type));
        Assert.Throws<InvalidOperationException>(() => write(writer));
    }
}
