using TelemetryEngine.Aggregates;
using TelemetryEngine.Aggregates.Components;

namespace TelemetryEngine.Tests.Aggregates;

public sealed class SharedComponentsTests
{
    [Fact]
    public void Components_are_shared_as_a_list_that_is_searched_says()
    {
        Random random = new(9);
        for (int round = 0; round < 200; round++)
        {
            SharedComponents shared = new();
            List<ComponentPart> listed = [];
            for (int i = 0; i < 60; i++)
            {
                int input = random.Next(4);
                ComponentPart wide = new(new ComponentSpec("wide", input, -1), static () => new CountComponent());
                ComponentPart part = random.Next(4) switch
                {
                    0 => wide,
                    1 => new ComponentPart(new ComponentSpec("narrow", input, -1), wide.Create) { Wider = wide },
                    2 => new ComponentPart(new ComponentSpec("other", input, -1), wide.Create) { Wider = wide },
                    _ => new ComponentPart(new ComponentSpec("alone", random.Next(20), -1), wide.Create),
                };
                Assert.Equal(Searched(part, listed), shared.Share(part));
                Assert.Equal(listed.Select(p => p.Spec), shared.Parts.Select(p => p.Spec));
            }
        }
    }

    private static int Searched(ComponentPart part, List<ComponentPart> parts)
    {
        int index = parts.FindIndex(c => c.Spec == part.Spec || c.Spec == part.Wider?.Spec);
        if (index >= 0)
        {
            return index;
        }

        index = parts.FindIndex(c => c.Wider?.Spec == part.Spec);
        if (index >= 0)
        {
            parts[index] = part;
            return index;
        }

        parts.Add(part);
        return parts.Count - 1;
    }
}
