"""What the command line gives back: 0, 1 for a mistake, 2 for a wrong call, 130 when interrupted."""

import pytest

from analysis.__main__ import commands, main


@pytest.mark.parametrize("call", [[], ["no-such"], ["add", "x.txt"], ["count", "x"]])
def test_a_wrong_call_says_how_to_call_and_is_2(call, capsys):
    assert main(call) == 2
    told = capsys.readouterr()
    assert told.err.startswith("Usage: python -m analysis")
    assert told.out == ""


@pytest.mark.parametrize("name", ["", *commands.commands])
def test_every_command_says_what_it_does(name, capsys):
    assert main([*name.split(), "--help"]) == 0
    assert capsys.readouterr().out.startswith("Usage: python -m analysis")


def test_an_interrupt_is_one_line_and_130(capsys, monkeypatch):
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("analysis.website.pages.write_site", interrupt)
    assert main(["site"]) == 130
    assert capsys.readouterr().err.startswith("interrupted; ")
