"""The outcome of a check as JUnit XML for continuous integration: one test case per operation and check."""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC
from xml.etree import ElementTree as ET

from visionapis_testing.conformance.outcome import Outcome

from .curl import as_curl
from .groups import Group, groups
from .messages import readable

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(outcomes: Sequence[Outcome]) -> str:
    """Return the XML. Drift and accepted findings are output of passed test cases; skipped operations are skipped.

    The response time of an operation is divided equally among its checks.
    """
    root = ET.Element("testsuites", name="visionapis check")
    for outcome in outcomes:
        root.append(_suite(outcome))
    for name in ("tests", "failures"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    root.set("errors", "0")
    root.set("time", _seconds(sum(outcome.elapsed for outcome in outcomes)))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(outcome: Outcome) -> ET.Element:
    started = outcome.started.astimezone(UTC).replace(tzinfo=None)  # the format has no time zone
    suite = ET.Element("testsuite", name=outcome.vendor, timestamp=started.isoformat(timespec="seconds"))
    properties = ET.SubElement(suite, "properties")
    values = {"url": outcome.url, "phases": ", ".join(outcome.phases), "requests": len(outcome.exchanges)}
    values |= {"stopped": outcome.stopped} if outcome.stopped else {}
    values |= {f"known_deviations.{name}": count for name, count in sorted(outcome.known_deviations.items())}
    for name, value in values.items():
        ET.SubElement(properties, "property", name=name, value=_xml(str(value)))
    found = groups(outcome)
    seconds = defaultdict[str, float](float)
    for exchange in outcome.exchanges:
        seconds[exchange.operation_id] += exchange.elapsed
    for operation_id in outcome.operations:
        checks = [check for check in outcome.checks if outcome.cell(operation_id, check)]
        for check in checks:
            case = _case(suite, outcome, operation_id, check)
            case.set("time", _seconds(seconds[operation_id] / len(checks)))
            _add_findings(case, outcome, [group for group in found if group.cell == (operation_id, check)])
    for operation_id, reason in outcome.skipped.items():
        ET.SubElement(_case(suite, outcome, operation_id, "skipped"), "skipped", message=_xml(reason))
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    suite.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    suite.set("errors", "0")
    suite.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))
    suite.set("time", _seconds(outcome.elapsed))
    return suite


def _case(suite: ET.Element, outcome: Outcome, operation_id: str, name: str) -> ET.Element:
    return ET.SubElement(suite, "testcase", classname=f"{outcome.vendor}.{operation_id}", name=name, time=_seconds(0))


def _add_findings(case: ET.Element, outcome: Outcome, found: Sequence[Group]) -> None:
    failed = [group for group in found if group.verdict == "failed"]
    others = [group for group in found if group.verdict != "failed"]
    if failed:  # as one: readers of this format expect at most one failure per test case
        failure = ET.SubElement(case, "failure", type=failed[0].finding.check, message=_xml(_line(failed[0])))
        failure.text = _xml("\n\n".join(_text(outcome, group) for group in failed))
    if others:
        ET.SubElement(case, "system-out").text = _xml("\n\n".join(_text(outcome, group) for group in others))


def _line(group: Group) -> str:
    return f"{group.title}: {' '.join(group.message.split())}"


def _text(outcome: Outcome, group: Group) -> str:
    finding, excerpt = group.finding, group.excerpt
    count = f"{group.drift.count} of {group.drift.of}" if group.drift else f"{len(group.findings)}x"
    lines = [f"{group.verdict} ({count}): {group.title}", group.message]
    if finding.exchange:
        request, response = finding.exchange.request, finding.exchange.response
        lines += [f"response: status {response.status_code}", readable(response.content, response.headers)]
        lines += [f"request: {request.method} {request.url}", as_curl(outcome, finding)]
    return "\n".join([*lines, f"contract: {excerpt.pointer}", excerpt.text])


def _seconds(seconds: float) -> str:
    return f"{seconds:.3f}"


def _xml(text: str) -> str:
    """Return a text with the characters that XML does not allow replaced."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
