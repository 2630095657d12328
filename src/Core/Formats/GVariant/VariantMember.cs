namespace OstreePS.Core.Formats.GVariant;

/// <summary>How the end of a tuple member is found.</summary>
internal enum MemberEnding
{
    /// <summary>Start plus fixed size.</summary>
    Fixed,

    /// <summary>The member runs up to the framing offsets.</summary>
    Last,

    /// <summary>A framing offset tells the end.</summary>
    Offset,
}

/// <summary>Where a member of a tuple or dictionary entry lies.</summary>
/// <remarks>
/// The start is <c>((end + Skip) &amp; ~Mask) | Rest</c>, where <c>end</c> is framing offset number <see cref="OffsetIndex"/>
/// (0 when that is -1). So any member is found in one step, however many fixed-size members precede it.
/// </remarks>
internal readonly record struct VariantMember(VariantType Type, int OffsetIndex, int Skip, int Mask, int Rest, MemberEnding Ending)
{
    internal long StartAfter(long end) => ((end + Skip) & ~(long)Mask) | (uint)Rest;

    internal static VariantMember[] Plan(IReadOnlyList<VariantType> items)
    {
        var members = new VariantMember[items.Count];
        int index = -1, skip = 0, mask = 0, rest = 0;
        for (int i = 0; i < members.Length; i++)
        {
            VariantType item = items[i];
            int wanted = item.Alignment - 1;
            if (wanted <= mask)
            {
                rest = AlignUp(rest, wanted);
            }
            else
            {
                skip += AlignUp(rest, mask);
                mask = wanted;
                rest = 0;
            }

            MemberEnding ending = item.FixedSize is not null ? MemberEnding.Fixed
                : i == members.Length - 1 ? MemberEnding.Last
                : MemberEnding.Offset;
            members[i] = new VariantMember(item, index, skip + (rest & ~mask) + mask, mask, rest & mask, ending);

            if (item.FixedSize is { } size)
            {
                rest += size;
            }
            else
            {
                index++;
                skip = mask = rest = 0;
            }
        }
        return members;
    }

    internal static int AlignUp(int offset, int mask) => (offset + mask) & ~mask;
}
