import Foundation

extension SampleProject {
    /// The project of the demo: `harbour-lights/lantern`, a small daemon that switches the lights of a harbour. It
    /// has one of everything an import must get right, and reads like something people really worked on.
    ///
    /// It always is the same: ids, times and commit ids never change.
    public static func lantern() -> SampleProject {
        var project = SampleProject(owner: "harbour-lights", name: "lantern", id: 720_417)
        project.addLanternPeople()
        project.addLanternSettings()
        project.addLanternPlans()
        project.addLanternFirstCommits()
        project.addLanternSpring()
        project.addLanternSummer()
        project.addLanternAutumn()
        project.addLanternWinter()
        project.addLanternReleases()
        project.addLanternWiki()
        project.addLanternRemarks()
        project.addLanternRules()
        project.addLanternStory()
        project.addLanternLargeFiles()
        return project
    }

    private mutating func addLanternPeople() {
        let people = [
            SampleUser(login: "mira-keel", name: "Mira Keel", email: "mira@harbour-lights.example", role: .admin),
            SampleUser(login: "tobias-fender", name: "Tobias Fender", email: "tobias@example.org", role: .maintain),
            SampleUser(login: "anneke-vlag", name: "Anneke Vlag", role: .write),
            SampleUser(login: "joao-farol", name: "João Farol", role: .triage),
            SampleUser(login: "sunniva-b", name: "Sunniva Bakke"),
            SampleUser(login: "old-salt"),
            SampleUser(login: "pilot42", name: "Pilot 42"),
            SampleUser(login: "lamplighter[bot]", kind: .bot),
        ]
        for person in people { addUser(person) }
    }

    private mutating func addLanternSettings() {
        repository.description = "Switches harbour lights on at dusk, off at dawn, and tells you when a lamp is out"
        repository.homepage = "https://lantern.example"
        repository.topics = ["lighthouse", "harbour", "scheduler"]
        repository.language = "Python"
        repository.stars = 214
        protectedBranches = ["main"]
        addLabel("bug", color: "d73a4a", description: "Something isn't working")
        addLabel("enhancement", color: "a2eeef", description: "New feature or request")
        addLabel("documentation", color: "0075ca", description: "Improvements or additions to documentation")
        addLabel("good first issue", color: "7057ff", description: "Good for newcomers")
        addLabel("hardware", color: "fbca04", description: "Relays, lamps, cables & salt water")
        addLabel("wontfix", color: "ffffff", description: "This will not be worked on")
        addLabel("priority: high", color: "b60205", description: "A ship could miss the entrance")
        addLabel("dependencies", color: "0366d6")
    }

    private mutating func addLanternPlans() {
        addMilestone(
            "1.0 First light", description: "Everything the **east pier** needs.", creator: "mira-keel",
            dueOn: lanternDay(5, 31), closedAt: lanternDay(6, 2))
        addMilestone(
            "1.1 Fog season", description: "Fog horns, and lamps that report back.", creator: "mira-keel",
            dueOn: lanternDay(10, 15))
        addMilestone("Some day", creator: "tobias-fender")
    }
}

/// Nine in the morning of a day in 2023; a month above 12 is one of the next year.
func lanternDay(_ month: Int, _ day: Int, hour: Int = 9, minute: Int = 0) -> Date {
    // Days before each month of 2023 and of the leap year 2024.
    let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365, 396, 425, 456, 486, 517]
    let days = before[min(max(month, 1), before.count) - 1] + day - 1
    return Date(timeIntervalSince1970: 1_672_531_200 + Double(days * 86_400 + hour * 3_600 + minute * 60))
}
