import Testing

@testable import API

@Suite("Task lists")
struct TaskListTests {
    @Test(
        "Check boxes of list items count, others do not",
        arguments: [
            (nil, 0, 0) as (String?, Int, Int), ("", 0, 0), ("[ ] no list item", 0, 0), ("- [ ]no blank", 0, 0),
            ("- [x](link)", 0, 0), ("- [ ] one\n- [x] two\n- [X] three", 3, 2),
            ("* [ ] star\n+ [ ] plus\n1. [x] first", 3, 1),
            ("12) [x] twelfth", 1, 1), ("  - [x] nested\n> - [ ] quoted", 2, 1), ("- [ ] a\r\n- [x] b\r\n", 2, 1),
            ("```\n- [ ] code\n```\n- [x] real", 1, 1), ("~~~~\n- [ ] code\n~~~\n- [ ] code\n~~~~\n- [ ] real", 1, 0),
            ("- [y] neither", 0, 0), ("text - [ ] inside", 0, 0),
        ])
    func count(markdown: String?, count: Int, completed: Int) {
        let tasks = TaskList(in: markdown)
        #expect(tasks.count == count)
        #expect(tasks.completedCount == completed)
    }

    @Test("The sentence is GitLab's, with one and with many")
    func status() {
        #expect(TaskList(in: "- [x] a").status == "1 of 1 checklist item completed")
        #expect(TaskList(in: "- [x] a\n- [ ] b").status == "1 of 2 checklist items completed")
    }
}
