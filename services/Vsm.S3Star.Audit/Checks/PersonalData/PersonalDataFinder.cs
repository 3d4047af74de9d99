namespace Vsm.S3Star.Audit.Checks.PersonalData;

/// <summary>Finds what looks like data of a person, and is not a placeholder such as <c>[email]</c>.</summary>
internal static class PersonalDataFinder
{
    public static readonly IReadOnlyList<string> Kinds = ["email", "ip", "phone", "iban", "card"];

    /// <summary>The hits in order; of those that overlap, the kind that can be verified by a checksum.</summary>
    public static IReadOnlyList<PersonalDataHit> Find(string text, IReadOnlyList<string> kinds)
    {
        var hits = new List<PersonalDataHit>();
        Add("iban", BankAccounts.Find);
        Add("card", PaymentCards.Find);
        Add("email", EmailAddresses.Find);
        Add("ip", IpAddresses.Find);
        Add("phone", PhoneNumbers.Find);

        var distinct = new List<PersonalDataHit>();
        foreach (var hit in hits.OrderBy(hit => hit.Range.Start))
        {
            if (distinct.Count == 0 || hit.Range.Start >= distinct[^1].Range.End)
                distinct.Add(hit);
        }

        return distinct;

        void Add(string kind, Func<string, IEnumerable<TextRange>> find)
        {
            if (kinds.Contains(kind))
                hits.AddRange(find(text).Select(range => new PersonalDataHit(kind, range)));
        }
    }
}
