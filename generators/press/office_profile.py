"""The profile of a LibreOffice that only converts: nothing runs, fetches, asks or remembers."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

SETTINGS = {
    "Office.Common/Security/Scripting": {
        "BlockUntrustedRefererLinks": "true",
        "DisableActiveContent": "true",
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
    },
    "Office.Writer/Content/Update": {"Link": "0", "Field": "false", "Chart": "false"},
    "Office.Common/Load": {"UserDefinedSettings": "false"},
    "Office.Common/Misc": {"FirstRun": "false", "UseSystemFileDialog": "false"},
    "Office.Common/History": {"PickListSize": "0"},
    "Office.Java/VirtualMachine": {"Enable": "false"},
    "Office.Recovery/AutoSave": {"Enabled": "false"},
    "Office.Recovery/RecoveryInfo": {"Enabled": "false"},
    # Nobody types here: gathering the words of each document took a twentieth of its time.
    "Office.Writer/AutoFunction/Completion": {"Enable": "false", "CollectWords": "false"},
    "Office.Linguistic/SpellChecking": {"IsSpellAuto": "false"},
    "Office.Linguistic/GrammarChecking": {"IsAutoCheck": "false"},
    # Dates and numbers that Word leaves to the program are printed the Italian way.
    "Setup/L10N": {"ooSetupSystemLocale": "it-IT"},
}

DOCUMENT = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"\
 xmlns:xs="http://www.w3.org/2001/XMLSchema"\
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
{items}
</oor:items>
"""
ITEM = (
    '<item oor:path="/org.openoffice.{path}">'
    '<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)


def write_profile(folder: Path) -> None:
    """Make the user profile of a conversion-only LibreOffice in *folder*."""
    items = "\n".join(
        ITEM.format(path=path, name=name, value=escape(value))
        for path, props in SETTINGS.items()
        for name, value in props.items()
    )
    user = folder / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(DOCUMENT.format(items=items), "utf-8")
