/// The stage that is at work, for whoever lists what failed in it.
enum StageContext {
    @TaskLocal static var current: Stage?
}

/// What to do about what failed.
enum Cure {
    static let retry =
        "fetch again what failed: landfall import … --retry-failed, or POST /projects/:id/import/retry"
}
