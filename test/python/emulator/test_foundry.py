"""azure-ai-projects 2.x runs an ordinary program against the emulator."""

import asyncio
import time

import openai
import pytest
from azure.ai.projects import AIProjectClient
from azure.ai.projects.aio import AIProjectClient as AsyncAIProjectClient
from azure.ai.projects.models import (
    AutoCodeInterpreterToolParam,
    CodeInterpreterTool,
    FunctionTool,
    MemorySearchPreviewTool,
    MemoryStoreDefaultDefinition,
    PromptAgentDefinition,
)
from azure.core.credentials import AccessToken
from azure.core.exceptions import ResourceNotFoundError


class Credential:
    def get_token(self, *scopes, **kwargs):
        return AccessToken("fake", int(time.time()) + 3600)


class AsyncCredential:
    async def get_token(self, *scopes, **kwargs):
        return Credential().get_token()

    async def close(self):
        pass


@pytest.fixture()
def project(secure):
    with AIProjectClient(endpoint=secure.project, credential=Credential()) as client:
        yield client


def reference(name):
    return {"agent_reference": {"type": "agent_reference", "name": name}}


def definition(**settings):
    tool = FunctionTool(
        name="get_weather",
        parameters={"type": "object", "properties": {"city": {"type": "string"}}},
        strict=False,
    )
    return PromptAgentDefinition(model="gpt-5", instructions="Be kind.", tools=[tool, CodeInterpreterTool()], **settings)


def test_agents(project):
    first = project.agents.create_version(agent_name="versions", definition=definition(), metadata={"label": "Helper"})
    second = project.agents.create_version(agent_name="versions", definition=definition(temperature=0.5))
    assert (first.version, second.version) == ("1", "2")
    assert project.agents.get(agent_name="versions").versions.latest.version == "2"
    assert [version.version for version in project.agents.list_versions(agent_name="versions", order="asc")] == ["1", "2"]
    project.agents.delete_version(agent_name="versions", agent_version="1")
    project.agents.delete(agent_name="versions")
    with pytest.raises(ResourceNotFoundError):
        project.agents.get(agent_name="versions")


def test_conversation_with_tool_loop(project):
    project.agents.create_version(agent_name="helper", definition=definition())
    with project.get_openai_client() as client:
        conversation = client.conversations.create(items=[{"type": "message", "role": "user", "content": "Hello"}])
        hello = client.responses.create(conversation=conversation.id, extra_body=reference("helper"))
        assert hello.output_text == "You said: Hello"
        asked = client.responses.create(
            conversation=conversation.id, input="Please call get_weather", extra_body=reference("helper")
        )
        call = next(item for item in asked.output if item.type == "function_call")
        output = {"type": "function_call_output", "call_id": call.call_id, "output": "sunny"}
        text = ""
        for event in client.responses.create(
            conversation=conversation.id, input=[output], stream=True, extra_body=reference("helper")
        ):
            if event.type == "response.output_text.delta":
                text += event.delta
        assert text == "get_weather returned: sunny"
        types = [item.type for item in client.conversations.items.list(conversation.id, order="asc")]
        assert types == ["message", "message", "message", "function_call", "function_call_output", "message"]


def test_files_in_containers(project):
    with project.get_openai_client() as client:
        file = client.files.create(file=("data.csv", b"a,b"), purpose="assistants")
        tool = CodeInterpreterTool(container=AutoCodeInterpreterToolParam(file_ids=[file.id]))
        plotter = PromptAgentDefinition(model="gpt-5", tools=[tool])
        project.agents.create_version(agent_name="plotter", definition=plotter)
        drawn = client.responses.create(
            input="Run some python", include=["code_interpreter_call.outputs"], extra_body=reference("plotter")
        )
        run = next(item for item in drawn.output if item.type == "code_interpreter_call")
        assert run.outputs[0].logs == "Run some python\n"
        files = list(client.containers.files.list(run.container_id))
        content = client.containers.files.content.retrieve(files[0].id, container_id=run.container_id)
        assert (files[0].path, content.read()) == ("/mnt/data/data.csv", b"a,b")


def test_memory_stores(project):
    definition = MemoryStoreDefaultDefinition(chat_model="gpt-5", embedding_model="e")
    project.beta.memory_stores.create(name="notes", definition=definition)
    items = [{"type": "message", "role": "user", "content": "Likes tea"}]
    poller = project.beta.memory_stores.begin_update_memories(name="notes", scope="ann", items=items, update_delay=0)
    assert [operation.memory_item.content for operation in poller.result().memory_operations] == ["Likes tea"]
    found = project.beta.memory_stores.search_memories(name="notes", scope="ann")
    assert [memory.memory_item.content for memory in found.memories] == ["Likes tea"]
    tool = MemorySearchPreviewTool(memory_store_name="notes", scope="ann")
    agent = PromptAgentDefinition(model="gpt-5", tools=[tool])
    project.agents.create_version(agent_name="rememberer", definition=agent)
    with project.get_openai_client() as client:
        told = client.responses.create(input="What do you remember?", extra_body=reference("rememberer"))
        assert told.output[0].type == "memory_search_call"
        assert told.output[0].memories[0]["content"] == "Likes tea"


def test_refusals(project):
    project.agents.create_version(agent_name="helper", definition=definition())
    with project.get_openai_client() as client:
        with pytest.raises(openai.BadRequestError, match="Not allowed when agent is specified") as refused:
            client.responses.create(input="x", temperature=1, extra_body=reference("helper"))
        assert refused.value.param == "temperature"
        with pytest.raises(openai.BadRequestError, match="'agent' property is deprecated"):
            client.responses.create(input="x", extra_body={"agent": {"name": "helper", "type": "agent_reference"}})


def test_background(project):
    project.agents.create_version(agent_name="helper", definition=definition())
    with project.get_openai_client() as client:
        response = client.responses.create(input="Later", background=True, extra_body=reference("helper"))
        while response.status in ("queued", "in_progress"):
            time.sleep(0.01)
            response = client.responses.retrieve(response.id)
        assert response.output_text == "You said: Later"


def test_async_clients(secure):
    async def program():
        # aiohttp read SSL_CERT_FILE when it was imported, before this process had it.
        trust = {"connection_verify": secure.certificate}
        async with AsyncAIProjectClient(endpoint=secure.project, credential=AsyncCredential(), **trust) as project:
            await project.agents.create_version(agent_name="async-helper", definition=definition())
            async with project.get_openai_client() as client:
                stream = await client.responses.create(input="Hello", stream=True, extra_body=reference("async-helper"))
                return "".join([event.delta async for event in stream if event.type == "response.output_text.delta"])

    assert asyncio.run(program()) == "You said: Hello"
