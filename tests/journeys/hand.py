"""A person's hand: presses, chooses and writes, with a finger or with the keyboard alone."""

from pathlib import Path

from playwright.sync_api import Page

_FARTHEST = 200


class Hand:
    """What a person does to one tab.

    Args:
        tab: The page.
        by_keyboard: Everything is reached with the tabulator and done with keys.
    """

    def __init__(self, tab: Page, by_keyboard: bool) -> None:
        self.tab = tab
        self.by_keyboard = by_keyboard

    def press(self, selector: str) -> None:
        """Press what leads to another page, or sends a form."""
        if self.by_keyboard:
            self._reach(selector)
            with self.tab.expect_navigation():
                self.tab.keyboard.press("Enter")
        else:
            self.tab.locator(selector).first.click()

    def choose(self, name: str, value: str) -> None:
        """Choose one of several."""
        if not self.by_keyboard:
            self.tab.check(f"[name={name}][value={value}]")
            return
        self._reach(f"[name={name}]")
        self.tab.keyboard.press("Space")
        wanted = self.tab.locator(f"[name={name}][value={value}]")
        for _ in range(20):
            if wanted.is_checked():
                return
            self.tab.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrow keys do not reach {value}")

    def pick(self, selector: str, value: str) -> None:
        """Pick one of a list that folds out."""
        if not self.by_keyboard:
            self.tab.select_option(selector, value)
            return
        self._reach(selector)
        for _ in range(_FARTHEST):
            if self.tab.input_value(selector) == value:
                return
            self.tab.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrow keys do not reach {value}")

    def tick(self, selector: str) -> None:
        """Tick a box."""
        if self.by_keyboard:
            self._reach(selector)
            self.tab.keyboard.press("Space")
        else:
            self.tab.locator(selector).first.check()

    def write(self, selector: str, text: str) -> None:
        """Write into an empty field."""
        if self.by_keyboard:
            self._reach(selector)
            self.tab.keyboard.type(text)
        else:
            self.tab.fill(selector, text)

    def hand_in(self, selector: str, file: Path) -> None:
        """Choose a file; the window that the system opens for it is not ours to press."""
        if self.by_keyboard:
            # the browser must have heard of it long before the key is pressed
            with self.tab.expect_file_chooser() as chooser:
                self._reach(selector)
                self.tab.keyboard.press("Space")
            chooser.value.set_files(file)
        else:
            self.tab.set_input_files(selector, file)

    def _reach(self, selector: str) -> None:
        """Go on with the tabulator until the thing has the focus."""
        for _ in range(_FARTHEST):
            if self.tab.evaluate("words => document.activeElement.matches(words)", selector):
                return
            self.tab.keyboard.press("Tab")
        raise AssertionError(f"the tabulator does not reach {selector}")
