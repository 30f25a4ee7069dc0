"""A program that asks Bedrock by boto3, tested by pytest without Bedrock."""
import pytest
from botocore.exceptions import ClientError, EventStreamError

TOOL = {"toolSpec": {"name": "forecast", "inputSchema": {"json": {"type": "object"}}}}


def weather(client, question):
    """The program under test: asks, looks the forecast up where the model wants it, and asks again."""
    messages = [{"role": "user", "content": [{"text": question}]}]
    for _ in range(3):
        said = client.converse(
            modelId="amazon.nova-lite-v1:0", messages=messages, toolConfig={"tools": [TOOL]}
        )["output"]["message"]
        uses = [block["toolUse"] for block in said["content"] if "toolUse" in block]
        if not uses:
            return said["content"][0]["text"]
        results = [
            {"toolResult": {"toolUseId": use["toolUseId"], "content": [{"text": "18 °C, rain"}]}}
            for use in uses
        ]
        messages += [said, {"role": "user", "content": results}]
    return "I do not know."


def test_tells_the_model_what_the_forecast_is(emulator):
    emulator.answer(
        {"match": "weather", "toolUses": [{"name": "forecast", "input": {"place": "Kyoto"}}]},
        {"match": "rain", "text": "Take an umbrella."},
    )
    assert weather(emulator.client(), "How is the weather in Kyoto?") == "Take an umbrella."
    asked, told = emulator.requests()
    assert asked["answer"]["toolUses"][0]["input"] == {"place": "Kyoto"}
    result = told["body"]["messages"][-1]["content"][0]["toolResult"]
    assert result["content"] == [{"text": "18 °C, rain"}]


def test_is_told_when_access_was_withdrawn(emulator):
    emulator.break_({"kind": "denied"})
    with pytest.raises(ClientError, match="AccessDeniedException"):
        weather(emulator.client(), "Hello")


def test_does_not_take_half_an_answer_for_a_whole_one(emulator):
    emulator.answer({"text": "Rain, then sun, then rain again."})
    emulator.break_({"kind": "mid-stream-exception", "afterEvents": 3})
    asked = {"role": "user", "content": [{"text": "How is the weather?"}]}
    stream = emulator.client().converse_stream(
        modelId="us.anthropic.claude-sonnet-4-6", messages=[asked]
    )["stream"]
    with pytest.raises(EventStreamError):
        list(stream)
