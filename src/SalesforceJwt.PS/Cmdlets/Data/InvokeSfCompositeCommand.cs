using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Composite;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Output;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Data;

/// <summary>
/// Sends several requests as one: a later one may use the response of an earlier one (<c>@{account.id}</c>). Returns the response of each,
/// in input order; a failed one causes a non-terminating error that names it.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "SfComposite", SupportsShouldProcess = true)]
[OutputType(typeof(SfCompositeResult))]
public sealed class InvokeSfCompositeCommand : SfConnectedCmdlet
{
    private readonly List<object> _items = [];
    private object? _target;

    /// <summary>The subrequests.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true,
        HelpMessage = "Subrequests: hashtables or objects with Method (Get if left out), Url, ReferenceId, Body, Headers; or a script "
            + "block that outputs them.")]
    [Alias("Request")]
    [ValidateNotNull]
    public object? Subrequest { get; set; }

    /// <summary>The composite resource.</summary>
    [Parameter(
        HelpMessage = "How they are sent. Auto: batch if none refers to another, composite if some do, graph if more than 25 do.")]
    [NoSecret]
    public SfCompositeKind Kind { get; set; }

    /// <summary>Rolls back all if one fails.</summary>
    [Parameter(HelpMessage = "If one fails, all others are rolled back. Up to 25; up to 500 if all are below sobjects/.")]
    public SwitchParameter AllOrNone { get; set; }

    private protected override object? ErrorTarget => _target;

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (var item in RecordFields.Each(Subrequest))
        {
            if (PSValue.Unwrap(item) is ScriptBlock script)
            {
                Run(script);
            }
            else
            {
                _items.Add(item);
            }
        }

        return Task.CompletedTask;
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        var version = Version;
        var subrequests = ReadAll();
        var plan = CompositePlan.Make(subrequests, new CompositeOptions
        {
            Kind = Kind,
            AllOrNone = AllOrNone,
        });
        _target = null;
        if (plan.Count == 0)
        {
            return;
        }

        var client = new CompositeClient(Session, version, Observer);
        var results = new OrderedResults(subrequests);
        try
        {
            foreach (var part in plan)
            {
                if (part.ChangesNothing || ShouldProcess(Describe(part), part.Kind.ToString()))
                {
                    var sent = await client.SendAsync(part, cancellationToken);
                    results.Add(sent.Results);
                    if (sent.Stop is not null)
                    {
                        throw sent.Stop;
                    }
                }
                else
                {
                    results.Skip(part);
                }

                Write(results.ReadNext());
            }
        }
        catch (SfException)
        {
            // Results of other parts wait for the order of the subrequests: an error must not lose them.
            Write(results.ReadRest());
            throw;
        }
    }

    /// <summary>Runs a script block that outputs subrequests; its errors are errors of this call.</summary>
    private void Run(ScriptBlock script)
    {
        foreach (var item in InvokeCommand.InvokeScript(useLocalScope: true, ScriptBlock.Create("& $args[0] 2>&1"), input: null, script))
        {
            if (item?.BaseObject is ErrorRecord error)
            {
                WriteError(error);
            }
            else
            {
                _items.AddRange(RecordFields.Each(item));
            }
        }
    }

    /// <summary>Writes results, and then the errors among them, since an error may be made to end the pipeline.</summary>
    private void Write(IReadOnlyList<SubrequestResult> results)
    {
        foreach (var result in results)
        {
            WriteObject(new SfCompositeResult(result));
        }

        foreach (var failed in results.Where(r => r.Error is not null))
        {
            WriteError(failed.Error!, failed.Subrequest.Source);
        }
    }

    private List<Subrequest> ReadAll()
    {
        var reader = new SubrequestReader();
        var subrequests = new List<Subrequest>();
        foreach (var item in _items)
        {
            _target = item;
            subrequests.Add(reader.Read(item));
        }

        return subrequests;
    }

    private static string Describe(CompositePart part)
    {
        var all = part.Subrequests.ToList();
        return FormattableString.Invariant($"{all.Count} {(all.Count == 1 ? "subrequest" : "subrequests")}: ")
            + string.Join(", ", all.Take(3)) + (all.Count > 3 ? ", …" : string.Empty);
    }
}
