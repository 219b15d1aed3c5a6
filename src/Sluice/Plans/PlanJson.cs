using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Assets;

namespace Sluice.Plans;

/// <summary>How plans are written as JSON; generated, so that no reflection is needed.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(AssetKeyConverter), typeof(PartitionKeyConverter)])]
[JsonSerializable(typeof(RunPlan))]
internal sealed partial class PlanJson : JsonSerializerContext;

/// <summary>An asset's key as a string.</summary>
internal sealed class AssetKeyConverter : JsonConverter<AssetKey>
{
    public override AssetKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException("an asset's key is null"));

    public override void Write(Utf8JsonWriter writer, AssetKey value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
}

/// <summary>A partition's key as a string, or null for none.</summary>
internal sealed class PartitionKeyConverter : JsonConverter<PartitionKey>
{
    public override bool HandleNull => true;

    public override PartitionKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString());

    public override void Write(Utf8JsonWriter writer, PartitionKey value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}
