/// What to do about what failed, where the ledger says the same of several kinds.
enum Cure {
    static let retry =
        "fetch again what failed: landfall import … --retry-failed, or POST /projects/:id/import/retry"
    /// The source's answer is here, and this version can make nothing of it.
    static let report = "report it: the page is kept in the journal and can be read again by a later version"
}
