"""The openai package for Python runs its ordinary programs against the emulator."""

import json
import time
from collections import Counter

import openai
import pytest
from openai import OpenAI

MODEL = "gpt-5"


@pytest.fixture()
def client(emulator):
    return OpenAI(base_url=emulator.openai_base, api_key="test")


def test_conversation_turns_and_items(client, emulator):
    conversation = client.conversations.create(metadata={"topic": "test"})
    first = client.responses.create(model=MODEL, input="Hello", conversation=conversation.id)
    assert first.status == "completed"
    assert first.output_text == "You said: Hello"
    client.responses.create(model=MODEL, input="Again", conversation=conversation.id)
    items = client.conversations.items.list(conversation.id, limit=2, order="asc")
    assert [item.role for item in items] == ["user", "assistant", "user", "assistant"]
    assert len(emulator.control("/log")["turns"][1]["input"]) == 3
    assert client.conversations.delete(conversation.id).deleted
    with pytest.raises(openai.NotFoundError):
        client.conversations.retrieve(conversation.id)


def test_streamed_text(client):
    text = ""
    with client.responses.stream(model=MODEL, input="Tell me a story") as stream:
        for event in stream:
            if event.type == "response.output_text.delta":
                text += event.delta
        final = stream.get_final_response()
    assert text == final.output_text == "You said: Tell me a story"


def test_tool_loop(client, emulator):
    emulator.control(
        "/script",
        {
            "rules": [
                {"when": {"output_of": "get_weather"}, "then": "It is {{output}}."},
                {
                    "when": {"text": "weather"},
                    "then": [
                        {"function_call": {"name": "get_weather", "arguments": {"city": city}}}
                        for city in ("Paris", "Rome")
                    ],
                },
            ]
        },
    )
    tool = {
        "type": "function",
        "name": "get_weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
        "strict": False,
    }
    response = client.responses.create(model=MODEL, input="weather", tools=[tool])
    calls = [item for item in response.output if item.type == "function_call"]
    assert [json.loads(call.arguments)["city"] for call in calls] == ["Paris", "Rome"]
    outputs = [{"type": "function_call_output", "call_id": call.call_id, "output": "sunny"} for call in calls]
    with pytest.raises(openai.BadRequestError, match="No tool output found for function call"):
        client.responses.create(model=MODEL, tools=[tool], previous_response_id=response.id, input=outputs[:1])
    answered = client.responses.create(model=MODEL, tools=[tool], previous_response_id=response.id, input=outputs)
    assert answered.output_text == "It is sunny\nsunny."


def test_background(client):
    response = client.responses.create(model=MODEL, input="Slowly", background=True)
    assert response.status == "queued"
    while response.status in ("queued", "in_progress"):
        time.sleep(0.01)
        response = client.responses.retrieve(response.id)
    assert response.output_text == "You said: Slowly"


def test_files_stores_and_containers(client, emulator):
    file = client.files.create(file=("foods.txt", b"Travis likes pizza."), purpose="assistants")
    with pytest.raises(openai.BadRequestError, match="Not allowed to download files of purpose: assistants"):
        client.files.content(file.id)
    store = client.vector_stores.create(name="foods")
    batch = client.vector_stores.file_batches.create_and_poll(store.id, file_ids=[file.id])
    assert batch.file_counts.completed == 1
    emulator.control(
        "/script",
        {
            "rules": [
                {
                    "then": [
                        {"code_interpreter": {"code": "plot()", "files": [{"name": "a.txt", "content": "chart"}]}},
                        {"text": "See a.txt", "citations": [{"container_file": "a.txt", "quote": "a.txt"}]},
                    ]
                }
            ]
        },
    )
    tool = {"type": "code_interpreter", "container": {"type": "auto", "file_ids": [file.id]}}
    response = client.responses.create(model=MODEL, input="Draw", tools=[tool])
    citation = response.output[-1].content[0].annotations[0]
    content = client.containers.files.content.retrieve(citation.file_id, container_id=citation.container_id)
    assert content.read() == b"chart"
    inside = client.containers.files.list(citation.container_id, order="asc")
    assert [entry.path for entry in inside] == ["/mnt/data/foods.txt", "/mnt/data/a.txt"]
    assert client.vector_stores.search(store.id, query="who likes pizza").data[0].file_id == file.id


def test_every_kind_of_output_in_a_stream(client, emulator):
    steps = [
        {"reasoning": "Hm."},
        {"function_call": {"name": "f", "arguments": {"a": 1}}},
        {"code_interpreter": {"code": "print(1)", "logs": "1"}},
        {"file_search": {"queries": ["q"]}},
        {"web_search": {"query": "news"}},
        {"mcp_list_tools": {"server_label": "s"}},
        {"mcp_call": {"server_label": "s", "name": "n", "output": "4"}},
        {"refusal": "No."},
        {"text": "Half a"},
        {"incomplete": "max_output_tokens"},
    ]
    emulator.control("/script", {"rules": [{"then": steps}]})
    events = list(client.responses.create(model=MODEL, input="x", stream=True))
    read = Counter(event.type for event in events)
    final = events[-1].response
    sent = Counter(emulator.control("/log")["requests"][-1]["response"])
    assert read == sent
    assert final.status == "incomplete"
    assert [item.type for item in final.output] == [
        "reasoning",
        "function_call",
        "code_interpreter_call",
        "file_search_call",
        "web_search_call",
        "mcp_list_tools",
        "mcp_call",
        "message",
        "message",
    ]


def test_an_error_in_a_stream(client, emulator):
    emulator.control("/script", {"rules": [{"then": [{"text": "Half a"}, {"error": {"message": "Out of order."}}]}]})
    with pytest.raises(openai.APIError, match="Out of order"):
        for _ in client.responses.create(model=MODEL, input="x", stream=True):
            pass


def test_faults(client, emulator):
    emulator.control("/fault", {"kind": "rate_limit", "retryAfter": 0.01})
    assert client.responses.create(model=MODEL, input="Hello").status == "completed"
    assert [request["status"] for request in emulator.control("/log")["requests"]] == [429, 200]


def test_a_stream_that_is_cut(client, emulator):
    emulator.control("/fault", {"kind": "cut", "after": 6})
    received = 0
    with pytest.raises(openai.APIConnectionError):
        for _ in client.responses.create(model=MODEL, input="Hello there", stream=True):
            received += 1
    assert received == 6


def test_a_stream_that_is_malformed(client, emulator):
    emulator.control("/fault", {"kind": "malformed", "after": 6})
    with pytest.raises(ValueError):
        for _ in client.responses.create(model=MODEL, input="Hello there", stream=True):
            pass
