/// The stage that is at work, for whoever lists what failed in it.
enum StageContext {
    @TaskLocal static var current: Stage?
}
