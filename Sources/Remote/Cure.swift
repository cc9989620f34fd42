/// What to do about what failed or was left out, where the ledger says the same of several kinds.
///
/// A cure, here and where it is said once only, is half a sentence in brackets: lower case, without a full stop.
public enum Cure {
    /// It may come out well the next time.
    public static let retry =
        "fetch again what failed: landfall import … --retry-failed, or POST /projects/:id/import/retry"
    /// The source's answer is here, and this version can make nothing of it.
    public static let report = "report it: the page is kept in the journal and can be read again by a later version"
}
