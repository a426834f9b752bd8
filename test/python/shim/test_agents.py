"""Old programs of azure-ai-agents run unchanged through the proxy: sync, aio, functions called by the SDK, event handlers."""

import asyncio
import ssl
import time

import aiohttp
import pytest
from azure.ai.agents import AgentsClient
from azure.ai.agents.aio import AgentsClient as AsyncAgentsClient
from azure.ai.agents.models import (
    AgentEventHandler,
    AsyncAgentEventHandler,
    AsyncFunctionTool,
    AsyncToolSet,
    FunctionTool,
    ListSortOrder,
    MessageRole,
    ToolSet,
)
from azure.core.credentials import AccessToken
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.core.pipeline.transport import AioHttpTransport

MODEL = "gpt-5"


class Credential:
    def get_token(self, *scopes, **kwargs):
        return AccessToken("test", int(time.time()) + 3600)


class AsyncCredential(Credential):
    async def get_token(self, *scopes, **kwargs):
        return super().get_token()

    async def close(self):
        pass


def get_weather(city: str) -> str:
    """Tells the weather.

    :param city: Where.
    """
    return f"sunny in {city}"


async def get_weather_later(city: str) -> str:
    return get_weather(city)


get_weather_later.__name__ = "get_weather"


@pytest.fixture()
def client(secure, upstream):
    with AgentsClient(secure.project, Credential()) as client:
        yield client


def said(client, thread_id):
    return client.messages.get_last_message_text_by_role(thread_id=thread_id, role=MessageRole.AGENT).text.value


def test_agents_threads_and_messages(client):
    agent = client.create_agent(model=MODEL, name="Tutor", instructions="Be kind.", metadata={"team": "a"})
    assert client.get_agent(agent.id).instructions == "Be kind."
    assert client.update_agent(agent.id, instructions="Shorter.").instructions == "Shorter."
    assert agent.id in [each.id for each in client.list_agents()]
    thread = client.threads.create(metadata={"user": "ann"})
    for number in range(5):
        client.messages.create(thread_id=thread.id, role="user", content=f"m{number}")
    listed = list(client.messages.list(thread_id=thread.id, limit=2, order=ListSortOrder.ASCENDING))
    assert [message.text_messages[0].text.value for message in listed] == [f"m{number}" for number in range(5)]
    assert thread.id in [each.id for each in client.threads.list()]
    client.threads.delete(thread.id)
    with pytest.raises(ResourceNotFoundError, match="No thread found"):
        client.threads.get(thread.id)
    client.delete_agent(agent.id)
    with pytest.raises(HttpResponseError, match="No assistant found"):
        client.get_agent(agent.id)


def test_runs_are_processed(client):
    agent = client.create_agent(model=MODEL)
    thread = client.threads.create()
    client.messages.create(thread_id=thread.id, role="user", content="Hello")
    run = client.runs.create_and_process(thread_id=thread.id, agent_id=agent.id, polling_interval=0.05)
    assert (run.status, run.agent_id) == ("completed", agent.id)
    assert said(client, thread.id) == "You said: Hello"
    assert [step.type for step in client.run_steps.list(thread_id=thread.id, run_id=run.id)] == ["message_creation"]
    assert [each.id for each in client.runs.list(thread_id=thread.id)] == [run.id]
    assert client.runs.get(thread_id=thread.id, run_id=run.id).usage.total_tokens > 0


def test_functions_are_called_by_the_sdk(client, weather):
    functions = FunctionTool({get_weather})
    toolset = ToolSet()
    toolset.add(functions)
    client.enable_auto_function_calls(toolset)
    agent = client.create_agent(model=MODEL, toolset=toolset)
    thread = client.threads.create()
    client.messages.create(thread_id=thread.id, role="user", content="How is the weather?")
    run = client.runs.create_and_process(thread_id=thread.id, agent_id=agent.id, toolset=toolset, polling_interval=0.05)
    assert run.status == "completed"
    assert said(client, thread.id) == "It is sunny in Paris."


class Handler(AgentEventHandler):
    def __init__(self):
        super().__init__()
        self.text = ""
        self.ended = []

    def on_message_delta(self, delta):
        self.text += delta.text

    def on_thread_run(self, run):
        self.ended.append(run.status)

    def on_error(self, data):
        raise AssertionError(data)

    def on_unhandled_event(self, event_type, event_data):
        raise AssertionError(event_type)


def test_event_handlers_follow_a_stream(client, weather):
    toolset = ToolSet()
    toolset.add(FunctionTool({get_weather}))
    client.enable_auto_function_calls(toolset)
    agent = client.create_agent(model=MODEL, toolset=toolset)
    thread = client.threads.create()
    client.messages.create(thread_id=thread.id, role="user", content="How is the weather?")
    with client.runs.stream(thread_id=thread.id, agent_id=agent.id, event_handler=Handler()) as stream:
        stream.until_done()
    assert stream.text == "It is sunny in Paris."
    assert stream.ended[-1] == "completed"
    client.messages.create(thread_id=thread.id, role="user", content="Hi")
    with client.runs.stream(thread_id=thread.id, agent_id=agent.id) as stream:
        events = [event_type for event_type, _data, _returned in stream]
    assert events[0] == "thread.run.created" and events[-2:] == ["thread.run.completed", "done"]
    assert said(client, thread.id) == "You said: Hi"


def test_files(client, tmp_path):
    notes = tmp_path / "notes.txt"
    notes.write_text("The code word is swordfish.")
    file = client.files.upload_and_poll(file_path=str(notes), purpose="assistants")
    store = client.vector_stores.create_and_poll(file_ids=[file.id], name="notes")
    assert store.status == "completed"
    assert client.files.get(file.id).filename == "notes.txt"
    with pytest.raises(HttpResponseError, match="Not allowed to download files of purpose: assistants"):
        client.files.get_content(file.id)
    client.vector_stores.delete(store.id)
    client.files.delete(file.id)


class AsyncHandler(AsyncAgentEventHandler):
    def __init__(self):
        super().__init__()
        self.text = ""

    async def on_message_delta(self, delta):
        self.text += delta.text


def test_async(secure, weather):
    async def program():
        # aiohttp read SSL_CERT_FILE when it was imported, before this process had it.
        trusting = aiohttp.TCPConnector(ssl=ssl.create_default_context(cafile=secure.certificate))
        transport = AioHttpTransport(session=aiohttp.ClientSession(connector=trusting), session_owner=True)
        async with AsyncAgentsClient(secure.project, AsyncCredential(), transport=transport) as client:
            toolset = AsyncToolSet()
            toolset.add(AsyncFunctionTool({get_weather_later}))
            client.enable_auto_function_calls(toolset)
            agent = await client.create_agent(model=MODEL, toolset=toolset)
            thread = await client.threads.create()
            await client.messages.create(thread_id=thread.id, role="user", content="How is the weather?")
            run = await client.runs.create_and_process(
                thread_id=thread.id, agent_id=agent.id, toolset=toolset, polling_interval=0.05
            )
            assert run.status == "completed"
            await client.messages.create(thread_id=thread.id, role="user", content="Hi")
            async with await client.runs.stream(
                thread_id=thread.id, agent_id=agent.id, event_handler=AsyncHandler()
            ) as stream:
                await stream.until_done()
            assert stream.text == "You said: Hi"
            listed = [message async for message in client.messages.list(thread_id=thread.id, limit=2)]
            assert [message.role for message in listed] == ["assistant", "user", "assistant", "user"]

    asyncio.run(program())
