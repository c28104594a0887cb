"""What tests in a browser do again and again."""


def settle(page):
    """Wait until the page has loaded and its font has come."""
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready.then(() => {})")
    return page


def leave(page, go):
    """Do what leads to another page, and wait until that one has loaded and its font has come."""
    with page.expect_event("load"):
        go()
    return settle(page)
