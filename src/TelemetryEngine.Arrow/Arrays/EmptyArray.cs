namespace TelemetryEngine.Arrow;

/// <summary>Arrays without rows, of any type.</summary>
internal static class EmptyArray
{
    public static ArrowArray Of(ArrowType type)
    {
        ArrowBuffer none = ArrowBuffer.Empty;
        return type switch
        {
            NullType => new NullArray(0),
            BooleanType => new BooleanArray(none, none, 0, 0),
            FixedWidthType fixedWidth => FixedWidthArray.Create(fixedWidth, none, none, 0, 0),
            StringType => new StringArray(none, none, none, 0, 0),
            LargeStringType => new LargeStringArray(none, none, none, 0, 0),
            StringViewType => new StringViewArray(none, [], none, 0, 0),
            BinaryType => new BinaryArray(none, none, none, 0, 0),
            LargeBinaryType => new LargeBinaryArray(none, none, none, 0, 0),
            BinaryViewType => new BinaryViewArray(none, [], none, 0, 0),
            ListType list => new ListArray(list, none, Of(list.ValueField.DataType), none, 0, 0),
            LargeListType list => new LargeListArray(list, none, Of(list.ValueField.DataType), none, 0, 0),
            MapType map => new MapArray(map, none, (StructArray)Of(map.ValueField.DataType), none, 0, 0),
            FixedSizeListType list => new FixedSizeListArray(list, Of(list.ValueField.DataType), none, 0, 0),
            StructType fields => new StructArray(fields, OfFields(fields), none, 0, 0),
            UnionType union => new UnionArray(union, none, none, OfFields(union), 0),
            RunEndEncodedType encoded => new RunEndEncodedArray(encoded, Of(encoded.RunEndsField.DataType), Of(encoded.ValuesField.DataType), 0),
            DictionaryType encoded => new DictionaryArray(encoded, Of(encoded.IndexType), Of(encoded.ValueType)),
            _ => throw new NotSupportedException($"there is no array of {type}"),
        };
    }

    private static ArrowArray[] OfFields(NestedType type) => [.. type.Fields.Select(field => Of(field.DataType))];
}
