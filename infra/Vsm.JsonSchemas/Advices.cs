using NJsonSchema.Validation;

namespace Vsm.JsonSchemas;

/// <summary>Says of a fault what has to be done about it.</summary>
internal static class Advices
{
    public static SchemaFault Of(ValidationError error) => new()
    {
        Kind = error.Kind.ToString(),
        Path = error.Path ?? "#/",
        Advice = Of(error.Kind),
        Place = error.HasLineInfo ? (error.LineNumber, error.LinePosition) : null,
    };

    private static string Of(ValidationErrorKind kind) => kind switch
    {
        ValidationErrorKind.PropertyRequired => "is missing",
        ValidationErrorKind.NoAdditionalPropertiesAllowed or ValidationErrorKind.AdditionalPropertiesNotValid => "is not a property that there may be",
        ValidationErrorKind.StringExpected => "must be a string",
        ValidationErrorKind.NumberExpected => "must be a number",
        ValidationErrorKind.IntegerExpected => "must be a whole number",
        ValidationErrorKind.BooleanExpected => "must be true or false",
        ValidationErrorKind.ObjectExpected => "must be an object",
        ValidationErrorKind.ArrayExpected => "must be an array",
        ValidationErrorKind.NullExpected => "must be null",
        ValidationErrorKind.NoTypeValidates => "is of none of the types that it may be",
        ValidationErrorKind.NotInEnumeration => "is not one of the values that it may be",
        ValidationErrorKind.PatternMismatch => "does not match its pattern",
        ValidationErrorKind.StringTooShort => "is too short",
        ValidationErrorKind.StringTooLong => "is too long",
        ValidationErrorKind.NumberTooSmall => "is too small",
        ValidationErrorKind.NumberTooBig => "is too large",
        ValidationErrorKind.TooFewItems => "has too few items",
        ValidationErrorKind.TooManyItems => "has too many items",
        ValidationErrorKind.ItemsNotUnique => "has an item twice",
        ValidationErrorKind.NotAnyOf or ValidationErrorKind.NotOneOf => "fits none of its alternatives, or more than one where it may fit one only",
        _ => $"does not fit ({kind})",
    };
}
