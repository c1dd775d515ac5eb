using System.Globalization;

namespace SalesforceJwt.LocalOrg.Data;

/// <summary>The records an org starts with: the same in every run, except for their creation dates.</summary>
internal static class Seed
{
    private const int ContactsPerAccount = 20;
    private const int OpportunitiesPerAccount = 3;
    private const int ContactsPerCase = 10;

    private static readonly object Yes = true;
    private static readonly object No = false;

    private static readonly string[] FirstNames =
        ["Ada", "Bo", "Chloë", "Dinesh", "Elif", "Farid", "Grace", "Hana", "Igor", "Júlia", "Kwame", "Linh", "María"];

    private static readonly string[] LastNames =
        ["Abbott", "Bianchi", "Castro", "Dvořák", "Eriksen", "Fofana", "García", "Hughes", "Ito", "Jansen", "Kim"];

    private static readonly string[] Cities = ["Lisboa", "Nairobi", "Osaka", "Praha", "Québec", "São Paulo", "Zürich"];

    private static readonly string[] Topics = ["Delivery is late", "Invoice is wrong", "Password is lost", "Part is broken"];

    private static readonly (string Name, string Body)[] Classes =
    [
        ("EchoService", "public with sharing class EchoService {\n}\n"),
        (
            "EchoServiceTest",
            "@isTest\nprivate class EchoServiceTest {\n    @isTest\n    static void echoes() {\n        new EchoService();\n    }\n}\n"
        ),
        ("TextService", "public with sharing class TextService {\n}\n"),
    ];

    private static readonly Dictionary<string, Func<int, object?>> AccountFields = new()
    {
        ["Name"] = number => $"Example Company {Key(number, 4)}",
        ["Industry"] = number => StandardObjects.Industries[number % 7],
        ["Type"] = number => StandardObjects.AccountTypes[number % 5],
        ["BillingCity"] = number => Cities[number % Cities.Length],
        ["AnnualRevenue"] = number => 10_000m * (number + 1),
        ["NumberOfEmployees"] = number => 5 * (number + 1),
        ["External_Id__c"] = number => $"A-{Key(number, 4)}",
    };

    private static readonly Dictionary<string, Func<int, object?>> ContactFields = new()
    {
        ["Name"] = number => $"{FirstNames[number % FirstNames.Length]} {LastNames[number % LastNames.Length]}",
        ["FirstName"] = number => FirstNames[number % FirstNames.Length],
        ["LastName"] = number => LastNames[number % LastNames.Length],
        ["Email"] = number => $"contact{Key(number, 6)}@example.com",
        ["AccountId"] = number => Id("001", number / ContactsPerAccount),
        ["MailingCity"] = number => Cities[number % Cities.Length],
        ["Birthdate"] = number => new DateOnly(1950, 1, 1).AddDays((int)(number * 37L % 18_000)),
        ["DoNotCall"] = number => number % 10 == 0 ? Yes : No,
        ["External_Id__c"] = number => $"C-{Key(number, 6)}",
    };

    private static readonly Dictionary<string, Func<int, object?>> OpportunityFields = new()
    {
        ["Name"] = number => $"Example Deal {Key(number, 4)}",
        ["AccountId"] = number => Id("001", number / OpportunitiesPerAccount),
        ["StageName"] = number => Stage(number),
        ["Probability"] = number => StandardObjects.ProbabilityOf(Stage(number)),
        ["Amount"] = number => number % 7 == 6 ? null : 1_000m * ((number % 50) + 1),
        ["CloseDate"] = number => new DateOnly(2025, 1, 1).AddDays(number % 146 * 5),
        ["IsClosed"] = number => StandardObjects.IsClosedStage(Stage(number)) ? Yes : No,
        ["IsWon"] = number => StandardObjects.IsWonStage(Stage(number)) ? Yes : No,
        ["External_Id__c"] = number => $"O-{Key(number, 4)}",
    };

    private static readonly Dictionary<string, Func<int, object?>> CaseFields = new()
    {
        ["CaseNumber"] = number => StandardObjects.CaseNumber(number + 1),
        ["ContactId"] = number => Id("003", number * ContactsPerCase),
        ["AccountId"] = number => Id("001", number * ContactsPerCase / ContactsPerAccount),
        ["Subject"] = number => Topics[number % Topics.Length],
        ["Status"] = number => StandardObjects.CaseStatuses[number % 4],
        ["Priority"] = number => StandardObjects.CasePriorities[number % 3],
        ["Origin"] = number => StandardObjects.CaseOrigins[number % 3],
        ["IsClosed"] = number => number % 4 == 3 ? Yes : No,
    };

    /// <summary>Adds contacts, twenty per account, and their accounts, opportunities and cases.</summary>
    public static void Fill(RecordStore store, int contacts)
    {
        var accounts = (contacts + ContactsPerAccount - 1) / ContactsPerAccount;
        Start(store, store.Schema.Account, accounts, AccountFields);
        Start(store, store.Schema.Contact, contacts, ContactFields);
        Start(store, store.Schema.Opportunity, accounts * OpportunitiesPerAccount, OpportunityFields);
        Start(store, store.Schema.Case, contacts / ContactsPerCase, CaseFields);
        ApexClasses(store);
    }

    private static void Start(RecordStore store, SObjectType type, int count, Dictionary<string, Func<int, object?>> fields) =>
        store.Start(new SeedRows(type, count, store.Now, fields));

    private static void ApexClasses(RecordStore store)
    {
        foreach (var (name, body) in Classes)
        {
            store.Insert(store.Schema.ApexClass, record =>
            {
                record["Name"] = name;
                record["ApiVersion"] = 68m;
                record["Status"] = "Active";
                record["IsValid"] = true;
                record["Body"] = body;
                record["LengthWithoutComments"] = body.Length;
            });
        }
    }

    private static string Stage(int number) => StandardObjects.Stages[number % 5];

    private static string Id(string keyPrefix, int number) => SalesforceId.Create(keyPrefix, number + 1);

    private static string Key(int number, int digits) => (number + 1).ToString($"D{digits}", CultureInfo.InvariantCulture);
}
