"""A console chat with an agent that works out what a journey costs, in Python in its own sandbox."""

import os

from azure.ai.agents import AgentsClient
from azure.ai.agents.models import CodeInterpreterTool, ListSortOrder, MessageRole
from azure.identity import DefaultAzureCredential

agents_client = AgentsClient(endpoint=os.environ["PROJECT_ENDPOINT"], credential=DefaultAzureCredential())


def create_clerk():
    interpreter = CodeInterpreterTool()
    return agents_client.create_agent(
        model=os.environ["MODEL_DEPLOYMENT_NAME"],
        name="travel_clerk",
        instructions="You work out what journeys cost. Compute, do not guess.",
        tools=interpreter.definitions,
        temperature=0.2,
    )


def ask(thread_id, agent_id, question):
    agents_client.messages.create(thread_id=thread_id, role=MessageRole.USER, content=question)
    run = agents_client.runs.create_and_process(thread_id=thread_id, agent_id=agent_id)
    if run.status == "failed":
        raise RuntimeError(f"The run failed: {run.last_error.message}")
    answer = agents_client.messages.get_last_message_text_by_role(thread_id=thread_id, role=MessageRole.AGENT)
    return answer.text.value


def print_transcript(thread_id):
    for message in agents_client.messages.list(thread_id=thread_id, order=ListSortOrder.ASCENDING):
        for text in message.text_messages:
            print(f"{message.role}: {text.text.value}")


def main():
    clerk = create_clerk()
    thread = agents_client.threads.create(metadata={"channel": "console"})
    while question := input("> "):
        print(ask(thread.id, clerk.id, question))
    print_transcript(thread.id)
    agents_client.threads.delete(thread.id)
    agents_client.delete_agent(clerk.id)


if __name__ == "__main__":
    main()
