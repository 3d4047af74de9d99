namespace Vsm.S3Star.Audit.Checks.PersonalData;

internal readonly record struct PersonalDataHit(string Kind, TextRange Range);
