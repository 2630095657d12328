using System.Security.Cryptography;
using OstreePS.Core.Maintenance.Reachability;
using OstreePS.Core.Objects;

namespace OstreePS.UnitTests.Maintenance.Reachability;

public sealed class ObjectSetTests
{
    [Fact]
    public void It_holds_each_object_once_also_when_threads_add_the_same()
    {
        const int Count = 20_000;
        var set = new ObjectSet();
        int added = 0;
        Parallel.For(0, Count * 2, i =>
        {
            if (set.Add(Name(i % Count, ObjectType.File)))
                Interlocked.Increment(ref added);
        });
        Assert.Equal(Count, added);
        Assert.Equal(Count, set.Count);
        Assert.All(Enumerable.Range(0, Count), i => Assert.True(set.Contains(Name(i, ObjectType.File))));
        Assert.All(Enumerable.Range(Count, Count), i => Assert.False(set.Contains(Name(i, ObjectType.File))));
    }

    [Fact]
    public void Types_of_one_checksum_are_different_objects()
    {
        var set = new ObjectSet();
        Assert.True(set.Add(Name(1, ObjectType.Commit)));
        Assert.False(set.Contains(Name(1, ObjectType.CommitMeta)));
        Assert.True(set.Add(Name(1, ObjectType.CommitMeta)));
        Assert.False(set.Add(Name(1, ObjectType.Commit)));
        Assert.Equal(2, set.Count);
    }

    [Fact]
    public void Its_parts_hold_all_of_it()
    {
        ObjectName[] names = [.. Enumerable.Range(0, 5000).Select(i => Name(i, i % 2 == 0 ? ObjectType.DirTree : ObjectType.FileXattrsLink))];
        var set = new ObjectSet();
        foreach (ObjectName name in names)
            set.Add(name);
        for (int index = 0; index < 256; index++)
            Assert.All(set.NotMet(index), name => Assert.Equal(index, name.Checksum.AsSpan()[0]));
        Assert.Equal(names.ToHashSet(), Enumerable.Range(0, 256).SelectMany(set.NotMet).ToHashSet());
    }

    [Fact]
    public void What_was_met_is_missed_no_more_but_its_other_types_are()
    {
        var set = new ObjectSet();
        set.Add(Name(1, ObjectType.Commit));
        set.Add(Name(1, ObjectType.CommitMeta));
        set.Meet(Name(1, ObjectType.Commit));
        set.Meet(Name(2, ObjectType.File));
        Assert.Equal([Name(1, ObjectType.CommitMeta)], Enumerable.Range(0, 256).SelectMany(set.NotMet));
        Assert.Equal(2, set.Count);
    }

    [Fact]
    public void A_million_objects_take_less_than_a_hundred_megabytes_and_none_of_them_an_object_of_its_own()
    {
        // Of this thread alone: others may do what they like. Its tables grow by a half, so that the last of them are a third of all that it took.
        const long Last = 3;
        var random = new Random(1);
        Span<byte> seed = stackalloc byte[32];
        long before = GC.GetAllocatedBytesForCurrentThread();
        var set = new ObjectSet();
        for (int i = 0; i < 1_000_000; i++)
        {
            random.NextBytes(seed);
            set.Add(new ObjectName(new Checksum(seed), ObjectType.File));
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Last, 34_000_000, 66_000_000);
        Assert.Equal(1_000_000, set.Count);
    }

    private static ObjectName Name(int number, ObjectType type) => new(new Checksum(SHA256.HashData(BitConverter.GetBytes(number))), type);
}
