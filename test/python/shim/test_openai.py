"""Old programs of the openai package run unchanged through the proxy: sync, async, event handlers."""

import asyncio
import json

import openai
import pytest
from openai import AssistantEventHandler, AsyncAssistantEventHandler, AsyncAzureOpenAI, AsyncOpenAI, AzureOpenAI, OpenAI
from typing_extensions import override

MODEL = "gpt-5"
WEATHER = {
    "type": "function",
    "function": {"name": "get_weather", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}},
}


@pytest.fixture()
def client(plain, upstream):
    return OpenAI(base_url=f"{plain.url}/v1", api_key="test")


def newest(client, thread_id):
    return client.beta.threads.messages.list(thread_id).data[0].content[0].text.value


def outputs(run):
    calls = run.required_action.submit_tool_outputs.tool_calls
    return [{"tool_call_id": call.id, "output": f"sunny in {json.loads(call.function.arguments)['city']}"} for call in calls]


def test_assistants_threads_and_messages(client):
    assistant = client.beta.assistants.create(model=MODEL, name="Tutor", instructions="Be kind.", metadata={"team": "a"})
    assert assistant.id.startswith("asst_")
    assert client.beta.assistants.retrieve(assistant.id).instructions == "Be kind."
    assert client.beta.assistants.update(assistant.id, instructions="Shorter.").instructions == "Shorter."
    thread = client.beta.threads.create(metadata={"user": "ann"})
    for number in range(25):
        client.beta.threads.messages.create(thread.id, role="user", content=f"m{number}", metadata={"n": str(number)})
    listed = list(client.beta.threads.messages.list(thread.id, limit=10, order="asc"))
    assert [message.content[0].text.value for message in listed] == [f"m{number}" for number in range(25)]
    assert listed[7].metadata == {"n": "7"}
    assert client.beta.threads.retrieve(thread.id).metadata == {"user": "ann"}
    assert client.beta.threads.delete(thread.id).deleted
    with pytest.raises(openai.NotFoundError):
        client.beta.threads.retrieve(thread.id)
    assert client.beta.assistants.delete(assistant.id).deleted
    with pytest.raises(openai.NotFoundError, match=f"No assistant found with id '{assistant.id}'."):
        client.beta.assistants.retrieve(assistant.id)


def test_runs_are_polled(client):
    assistant = client.beta.assistants.create(model=MODEL)
    thread = client.beta.threads.create(messages=[{"role": "user", "content": "Hello"}])
    run = client.beta.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=assistant.id)
    assert (run.status, run.thread_id, run.assistant_id) == ("completed", thread.id, assistant.id)
    assert run.usage.total_tokens > 0
    assert newest(client, thread.id) == "You said: Hello"
    steps = client.beta.threads.runs.steps.list(run.id, thread_id=thread.id).data
    assert [step.type for step in steps] == ["message_creation"]
    assert [each.id for each in client.beta.threads.runs.list(thread.id)] == [run.id]


def test_functions_are_called(client, weather):
    assistant = client.beta.assistants.create(model=MODEL, tools=[WEATHER])
    thread = client.beta.threads.create(messages=[{"role": "user", "content": "How is the weather?"}])
    run = client.beta.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=assistant.id)
    assert run.status == "requires_action"
    with pytest.raises(openai.BadRequestError, match="while a run .* is active"):
        client.beta.threads.messages.create(thread.id, role="user", content="Too early")
    done = client.beta.threads.runs.submit_tool_outputs_and_poll(run_id=run.id, thread_id=thread.id, tool_outputs=outputs(run))
    assert (done.id, done.status) == (run.id, "completed")
    assert newest(client, thread.id) == "It is sunny in Paris."
    other = client.beta.threads.create(messages=[{"role": "user", "content": "How is the weather?"}])
    waiting = client.beta.threads.runs.create_and_poll(thread_id=other.id, assistant_id=assistant.id)
    assert client.beta.threads.runs.cancel(waiting.id, thread_id=other.id).status == "cancelled"
    client.beta.threads.messages.create(other.id, role="user", content="Never mind")


class Handler(AssistantEventHandler):
    def __init__(self, client):
        super().__init__()
        self.client = client
        self.text = ""
        self.calls = []

    @override
    def on_text_delta(self, delta, snapshot):
        self.text += delta.value

    @override
    def on_tool_call_created(self, tool_call):
        self.calls.append(tool_call.function.name)

    @override
    def on_event(self, event):
        if event.event == "thread.run.requires_action":
            run = event.data
            with self.client.beta.threads.runs.submit_tool_outputs_stream(
                run_id=run.id, thread_id=run.thread_id, tool_outputs=outputs(run), event_handler=Handler(self.client)
            ) as stream:
                stream.until_done()
                self.text += stream.text


def test_event_handlers_follow_a_stream(client, weather):
    assistant = client.beta.assistants.create(model=MODEL, tools=[WEATHER])
    thread = client.beta.threads.create(messages=[{"role": "user", "content": "How is the weather?"}])
    handler = Handler(client)
    with client.beta.threads.runs.stream(thread_id=thread.id, assistant_id=assistant.id, event_handler=handler) as stream:
        stream.until_done()
    assert handler.calls == ["get_weather"]
    assert handler.text == "It is sunny in Paris."
    with client.beta.threads.create_and_run_stream(
        assistant_id=assistant.id, thread={"messages": [{"role": "user", "content": "Hi"}]}
    ) as stream:
        assert "".join(stream.text_deltas) == "You said: Hi"
        assert stream.get_final_run().status == "completed"


def test_raw_events(client):
    assistant = client.beta.assistants.create(model=MODEL)
    thread = client.beta.threads.create(messages=[{"role": "user", "content": "Hi"}])
    events = [event.event for event in client.beta.threads.runs.create(thread.id, assistant_id=assistant.id, stream=True)]
    assert events[:3] == ["thread.run.created", "thread.run.queued", "thread.run.in_progress"]
    assert events[-3:] == ["thread.message.completed", "thread.run.step.completed", "thread.run.completed"]


def test_files_and_vector_stores(client):
    file = client.files.create(file=("notes.txt", b"The code word is swordfish."), purpose="assistants")
    store = client.vector_stores.create(name="notes")
    client.vector_stores.files.create_and_poll(file_id=file.id, vector_store_id=store.id)
    assistant = client.beta.assistants.create(
        model=MODEL,
        tools=[{"type": "file_search"}],
        tool_resources={"file_search": {"vector_store_ids": [store.id]}},
    )
    assert assistant.tool_resources.file_search.vector_store_ids == [store.id]
    assert client.files.retrieve(file.id).filename == "notes.txt"
    with pytest.raises(openai.BadRequestError, match="Not allowed to download files of purpose: assistants"):
        client.files.content(file.id)
    assert client.files.delete(file.id).deleted


def test_azure_openai(plain, upstream):
    client = AzureOpenAI(azure_endpoint=plain.url, api_version="2024-05-01-preview", api_key="test")
    assistant = client.beta.assistants.create(model=MODEL)
    run = client.beta.threads.create_and_run_poll(
        assistant_id=assistant.id, thread={"messages": [{"role": "user", "content": "Hello"}]}
    )
    assert run.status == "completed"
    assert newest(client, run.thread_id) == "You said: Hello"


class AsyncHandler(AsyncAssistantEventHandler):
    def __init__(self):
        super().__init__()
        self.text = ""

    @override
    async def on_text_delta(self, delta, snapshot):
        self.text += delta.value


@pytest.mark.parametrize("azure", [False, True])
def test_async(plain, weather, azure):
    async def program():
        options = {"azure_endpoint": plain.url, "api_version": "2024-05-01-preview"} if azure else {"base_url": f"{plain.url}/v1"}
        async with (AsyncAzureOpenAI if azure else AsyncOpenAI)(api_key="test", **options) as client:
            threads = client.beta.threads
            assistant = await client.beta.assistants.create(model=MODEL, tools=[WEATHER])
            thread = await threads.create(messages=[{"role": "user", "content": "How is the weather?"}])
            run = await threads.runs.create_and_poll(thread_id=thread.id, assistant_id=assistant.id)
            assert run.status == "requires_action"
            done = await threads.runs.submit_tool_outputs_and_poll(run_id=run.id, thread_id=thread.id, tool_outputs=outputs(run))
            assert done.status == "completed"
            await threads.messages.create(thread.id, role="user", content="Hi")
            handler = AsyncHandler()
            async with threads.runs.stream(
                thread_id=thread.id, assistant_id=assistant.id, event_handler=handler
            ) as stream:
                await stream.until_done()
            assert handler.text == "You said: Hi"
            listed = [message async for message in threads.messages.list(thread.id, limit=2)]
            assert [message.role for message in listed] == ["assistant", "user", "assistant", "user"]

    asyncio.run(program())
