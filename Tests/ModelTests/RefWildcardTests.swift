import Model
import Testing

@Suite struct RefWildcardTests {
    @Test(
        "a wildcard stands for any text, and everything else for itself",
        arguments: [
            ("main", "main", true), ("main", "maint", false), ("*", "a/b", true), ("release/*", "release/1/2", true),
            ("release/*", "releases/1", false), ("*-stable", "1-2-stable", true), ("a*b*c", "a1b2c", true),
            ("a*b*c", "a1c2b", false), ("a*a", "a", false), ("v*.*.*", "v1.2.3", true), ("v*.*.*", "v1.2", false),
            ("", "x", false), ("Main", "main", false),
        ])
    func matching(_ pattern: String, _ name: String, _ isMatch: Bool) {
        #expect(RefWildcard.matches(name, pattern: pattern) == isMatch)
    }

    @Test("of two levels the stricter one holds; nobody is stricter than all")
    func strictness() {
        let ladder: [ProtectedRefLevel] = [.developer, .maintainer, .administrator, .noOne]
        for (index, level) in ladder.enumerated() {
            for (other, weaker) in ladder.enumerated() {
                #expect(level.stricter(weaker) == ladder[max(index, other)])
            }
        }
        #expect(ProtectedRefLevel.developer.admits(.developer, isAdministrator: false))
        #expect(!ProtectedRefLevel.developer.admits(.reporter, isAdministrator: false))
        #expect(!ProtectedRefLevel.maintainer.admits(nil, isAdministrator: false))
        #expect(!ProtectedRefLevel.noOne.admits(.owner, isAdministrator: true))
    }
}
