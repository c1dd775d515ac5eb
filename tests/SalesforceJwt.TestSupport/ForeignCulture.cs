using System.Globalization;

namespace SalesforceJwt.TestSupport;

/// <summary>
/// A current culture that writes numbers and times unlike the invariant one. Made by hand: test programs run without ICU, where every named
/// culture is the invariant one.
/// </summary>
internal sealed class ForeignCulture : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    /// <summary>Sets the culture.</summary>
    public ForeignCulture()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = "\u2212";
        culture.DateTimeFormat.DateSeparator = ".";
        culture.DateTimeFormat.TimeSeparator = "'";
        culture.DateTimeFormat.ShortDatePattern = "dd/MM/yyyy";
        culture.DateTimeFormat.LongTimePattern = "HH:mm:ss";
        CultureInfo.CurrentCulture = culture;
    }

    /// <summary>Sets the culture that was there before.</summary>
    public void Dispose() => CultureInfo.CurrentCulture = _before;
}
