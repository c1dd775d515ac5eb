using System.Globalization;

namespace SalesforceJwt.LocalOrg.Data;

/// <summary>The records an org starts with: the same in every run, apart from their dates of creation.</summary>
internal static class Seed
{
    private const int ContactsPerAccount = 20;

    private static readonly string[] FirstNames =
        ["Ada", "Bo", "Chloë", "Dinesh", "Elif", "Farid", "Grace", "Hana", "Igor", "Júlia", "Kwame", "Linh", "María"];

    private static readonly string[] LastNames =
        ["Abbott", "Bianchi", "Castro", "Dvořák", "Eriksen", "Fofana", "García", "Hughes", "Ito", "Jansen", "Kim"];

    private static readonly string[] Cities = ["Lisboa", "Nairobi", "Osaka", "Praha", "Québec", "São Paulo", "Zürich"];

    public static void Contacts(RecordStore store, int count)
    {
        var accountId = "";
        for (var i = 0; i < count; i++)
        {
            if (i % ContactsPerAccount == 0)
            {
                accountId = InsertAccount(store, i / ContactsPerAccount).Id;
            }

            InsertContact(store, i, accountId);
        }
    }

    private static Record InsertAccount(RecordStore store, int number) => store.Insert(Schema.Account, record =>
    {
        var key = (number + 1).ToString("D4", CultureInfo.InvariantCulture);
        record["Name"] = $"Example Company {key}";
        record["Industry"] = Schema.Account.Find("Industry")!.PicklistValues[number % 7];
        record["BillingCity"] = Cities[number % Cities.Length];
        record["AnnualRevenue"] = 10_000m * (number + 1);
        record["NumberOfEmployees"] = 5 * (number + 1);
        record["External_Id__c"] = $"A-{key}";
    });

    private static void InsertContact(RecordStore store, int number, string accountId) => store.Insert(Schema.Contact, record =>
    {
        var key = (number + 1).ToString("D6", CultureInfo.InvariantCulture);
        record["FirstName"] = FirstNames[number % FirstNames.Length];
        record["LastName"] = LastNames[number % LastNames.Length];
        record["Email"] = $"contact{key}@example.com";
        record["AccountId"] = accountId;
        record["MailingCity"] = Cities[number % Cities.Length];
        record["Birthdate"] = new DateOnly(1950, 1, 1).AddDays(number * 37 % 18_000);
        record["DoNotCall"] = number % 10 == 0;
        record["External_Id__c"] = $"C-{key}";
    });
}
