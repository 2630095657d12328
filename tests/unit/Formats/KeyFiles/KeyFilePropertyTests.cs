using System.Text;
using CsCheck;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.KeyFiles;
using OstreePS.UnitTests.Formats.GVariant;

namespace OstreePS.UnitTests.Formats.KeyFiles;

public sealed class KeyFilePropertyTests
{
    private static readonly Gen<string> Line = Gen.OneOf(
        Gen.OneOf("[g]", "[h] ", "[g", "# c", "", "  ", "k=v", " k = v ", "k[de]=w", "l=a;b\\;c;", "=x", "Encoding=UTF-8", "k=\\", "x\0y=1"),
        VariantGen.Text);

    private static readonly Gen<byte[]> File = Gen.Select(
        Line.Array[0, 12],
        Gen.OneOf("\n", "\r\n", "\r"),
        (lines, end) => Encoding.UTF8.GetBytes(string.Join(end, lines)));

    [Fact]
    public void Any_bytes_load_or_are_refused() => Gen.Select(File, Gen.Byte.Array[0, 4], Gen.Int[0, 100], Gen.Enum<KeyFileKeep>()).Sample(
        (file, noise, at, keep) =>
        {
            at = Math.Min(at, file.Length);
            byte[] bytes = [.. file[..at], .. noise, .. file[at..]];
            try
            {
                KeyFile loaded = KeyFile.Parse(bytes, keep);
                byte[] saved = loaded.ToBytes();
                KeyFile again = KeyFile.Parse(saved);
                Assert.Equal(loaded.Groups, again.Groups);
                foreach (string group in loaded.Groups)
                    Assert.Equal(loaded.Keys(group), again.Keys(group));
            }
            catch (OstreeException e)
            {
                Assert.Equal(OstreeFault.MalformedKeyFile, e.Fault);
            }
        },
        iter: 5000);

    // A form feed at the start has no escape and counts as blank, so GLib loses it and so do we.
    [Fact]
    public void A_string_survives_saving_and_loading() => VariantGen.Text.Where(text => !text.StartsWith('\f')).Array[0, 5].Sample(
        texts =>
        {
            KeyFile file = KeyFile.Parse("# top\n[g]\n# note\nkept=1\n");
            for (int i = 0; i < texts.Length; i++)
                file.SetString("g", $"k{i}", texts[i]);
            file.SetStringList("h", "list", texts);
            KeyFile again = KeyFile.Parse(file.ToBytes());
            Assert.Equal(file.ToString(), again.ToString());
            Assert.Equal(" note", again.GetComment("g", "kept"));
            for (int i = 0; i < texts.Length; i++)
                Assert.Equal(texts[i], again.GetString("g", $"k{i}"));
            Assert.Equal(texts, again.GetStringList("h", "list"));
        },
        iter: 2000);

    [Fact]
    public void Numbers_survive_saving_and_loading() => Gen.Select(Gen.Int, Gen.Long, Gen.ULong, Gen.Double, Gen.Bool).Sample(
        (i, x, t, d, b) =>
        {
            KeyFile file = KeyFile.Parse("");
            file.SetInt32("g", "i", i);
            file.SetInt64("g", "x", x);
            file.SetUInt64("g", "t", t);
            file.SetDouble("g", "d", d);
            file.SetBoolean("g", "b", b);
            KeyFile again = KeyFile.Parse(file.ToString());
            Assert.Equal(i, again.GetInt32("g", "i"));
            Assert.Equal(x, again.GetInt64("g", "x"));
            Assert.Equal(t, again.GetUInt64("g", "t"));
            Assert.Equal(d, again.GetDouble("g", "d"));
            Assert.Equal(b, again.GetBoolean("g", "b"));
        },
        iter: 2000);

    [Fact]
    public void Any_bytes_decode_without_loss() => Gen.Frequency((2, Gen.Byte), (1, Gen.OneOf<byte>(0xed, 0xa0, 0x80, 0xf0, 0x9f, 0xe2)))
        .Array[0, 12]
        .Sample(bytes => Assert.Equal(bytes, LosslessUtf8.Encode(LosslessUtf8.Decode(bytes))), iter: 5000);
}
