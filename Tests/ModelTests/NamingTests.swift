import Model
import Testing

@Suite struct ProjectNamingTests {
    private static let pathCharacters =
        "can contain only letters, digits, '_', '-' and '.'. Cannot start with '-', end in '.git' or end in '.atom'"
    private static let strictPath =
        "can only include non-accented letters, digits, '_', '-' and '.'. It must not start with '-', '_', or '.', nor end with '-', '_', '.', '.git', or '.atom'."
    private static let nameCharacters =
        "can contain only letters, digits, emoji, '_', '.', '+', dashes, or spaces. It must start with a letter, digit, emoji, or '_'."

    @Test(arguments: ["repo", "my-repo", "my_repo", "my.repo", "A", "1"])
    func legalInBothPlaces(name: String) {
        #expect(ProjectNaming.problems(name: name, path: name) == [])
    }

    @Test(arguments: [
        "my repo", "foo--bar", "foo__bar", "foo..bar", "_foo", "foo-", "foo.", "foo_", "a+b", "ünï", "x🚀", "a.git",
        "a.atom",
    ])
    func legalAsANameOnly(name: String) {
        #expect(ProjectNaming.nameProblems(name) == [])
        #expect(ProjectNaming.pathProblems(name).last == Self.strictPath)
    }

    @Test(arguments: [".github", "-foo", "a/b", "", "a\n", "a\u{0}"])
    func legalNowhere(name: String) {
        #expect(ProjectNaming.nameProblems(name).last == Self.nameCharacters)
        #expect(ProjectNaming.pathProblems(name).last == Self.strictPath)
    }

    @Test(arguments: ["_foo", "foo--bar", "foo.", ".github"])
    func theLooserRuleForPathsHolds(path: String) {
        #expect(ProjectNaming.pathProblems(path) == [Self.strictPath])
    }

    @Test(arguments: ["a b", "-a", "a.git", "a.atom", "é"])
    func bothRulesForPathsAreTold(path: String) {
        #expect(ProjectNaming.pathProblems(path) == [Self.pathCharacters, Self.strictPath])
    }

    @Test(arguments: ["tree", "Tree", "wikis", "blob", "new"])
    func partsOfAddressesAreReserved(path: String) {
        #expect(ProjectNaming.problems(name: path, path: path) == ["Path \(path) is a reserved name"])
    }

    @Test func lengthsAreBounded() {
        let (fits, exceeds) = (String(repeating: "a", count: 255), String(repeating: "a", count: 256))
        #expect(ProjectNaming.problems(name: fits, path: fits) == [])
        #expect(
            ProjectNaming.problems(name: exceeds, path: exceeds) == [
                "Name is too long (maximum is 255 characters)", "Path is too long (maximum is 255 characters)",
            ])
        #expect(ProjectNaming.descriptionProblems(String(repeating: "a", count: 2000)) == [])
        #expect(
            ProjectNaming.descriptionProblems(String(repeating: "a", count: 2001))
                == ["is too long (maximum is 2000 characters)"])
    }
}

@Suite struct GroupNamingTests {
    @Test(arguments: ["a", "A1", "my-group", "my.group", "_x", "a--b", "a-", "x_"])
    func legalPaths(path: String) {
        #expect(GroupNaming.pathProblems(path, isTopLevel: true) == [])
    }

    @Test(arguments: ["-a", "a.", "a.git", "a.atom", "a b", "ü", "a/b"])
    func illegalPaths(path: String) {
        #expect(GroupNaming.pathProblems(path, isTopLevel: false).count == 1)
    }

    @Test(arguments: ["api", "Help", "users", "import", "-"])
    func someWordsAreReservedAtTheTop(path: String) {
        #expect(!GroupNaming.pathProblems(path, isTopLevel: true).isEmpty)
    }

    @Test func aSubgroupMayBeCalledHelp() {
        #expect(GroupNaming.pathProblems("help", isTopLevel: false) == [])
    }

    @Test(arguments: ["Group (old)", "ünï", "🚀 x", "_a"])
    func legalNames(name: String) {
        #expect(GroupNaming.nameProblems(name) == [])
    }

    @Test(arguments: ["", "(a)", "a/b", "-a"])
    func illegalNames(name: String) {
        #expect(!GroupNaming.nameProblems(name).isEmpty)
    }
}
