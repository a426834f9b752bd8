/** What a rule's page says beyond its metadata: why the code has to change, and how a person does it where the tool does not. */
export interface Explanation {
  readonly why: string;
  /** Steps, in order. */
  readonly byHand: readonly string[];
}

/** Of every rule, by id. Facts stand in the protocol tables and in docs/mapping.md; this says what to do with them. */
export const explanations: Readonly<Record<string, Explanation>> = {
  MA101: {
    why: "One classic client served agents, threads and runs. Now a project client manages agents, and the OpenAI client that it gives holds conversations and creates responses. Both are reached at a project endpoint with a sign-in; keys and connection strings of the classic services do not open it.",
    byHand: [
      "Build an AIProjectClient from FOUNDRY_PROJECT_ENDPOINT and DefaultAzureCredential where the classic client was built.",
      "Take the OpenAI client from it once (getOpenAIClient, get_openai_client), and pass that to everything that talks of conversations, responses, files and vector stores.",
      "Pass the project client itself only to what creates, reads or deletes agents.",
      "Keep the old client for what else it served, such as chat completions or embeddings.",
    ],
  },
  MA102: {
    why: "New clients and types come from other packages, and an import that nothing uses any more keeps an old package installed.",
    byHand: [
      "Import AIProjectClient from @azure/ai-projects (azure.ai.projects) and DefaultAzureCredential from @azure/identity (azure.identity).",
      "Remove imports that the file does not use any more.",
    ],
  },
  MA103: {
    why: "The new code needs the second generation of the project package and the OpenAI package that it brings; two copies of the latter do not fit each other's types.",
    byHand: [
      "JavaScript: @azure/ai-projects 2, @azure/identity 4 and the major version of openai that the former depends on. Python: azure-ai-projects 2.3 or newer, below 3, and azure-identity.",
      "Remove the classic package once nothing imports it, and install.",
    ],
  },
  MA104: {
    why: "Requests that a program writes itself end with the classic API like those of its SDKs. Where address and body are written at the call, and the JSON of the answer is followed, they keep their form and get another address, query and body; the header of the beta goes. OpenAI stays OpenAI and a Foundry project stays that project, since another service wants another sign-in. What cannot be sent so goes to the shim: only its address changes.",
    byHand: [
      "Any language: send the same request to `npx migrate-agents proxy`, by its address in place of the service's (CLASSIC_API_URL).",
      "JavaScript: or use the function that classicFetch of migrate-agents/shim gives in place of fetch, and nothing else changes.",
      "Or write the request of the current API: docs/mapping.md has the operation and every field.",
    ],
  },
  MA201: {
    why: "Assistants were objects with an id that were changed in place. Agents have a name, and each change makes a new version of it. Whatever held an asst_… id has to hold a name now.",
    byHand: [
      'Replace create by agents.createVersion(name, { kind: "prompt", … }): tools flat, files and vector stores inside their tools, response_format under text.format.',
      "Choose a name of at most 63 letters, digits and inner hyphens that no other agent of the project has.",
      "An update is a new version with the whole definition; what it leaves out is gone.",
      "Change stored ids (environment, configuration, database) to names.",
    ],
  },
  MA301: {
    why: "Threads do not exist any more; a conversation holds what was said. It keeps items: messages, and also calls and their outputs.",
    byHand: [
      "Replace threads.create by conversations.create; initial messages become items.",
      "Wherever a thread's id goes, a conversation's id goes now. Threads cannot be read by the new API: bring histories over before the classic service ends, or start new conversations.",
    ],
  },
  MA401: {
    why: "Messages are items of a conversation among other items, so a list of them has to be filtered, and a limit counts items.",
    byHand: [
      "Add with conversations.items.create, at most 20 items in one call; a message directly before a run goes into the response's input instead, and not into both.",
      'List with conversations.items.list and keep the items of type "message".',
      "Attachments become files of a tool; metadata of a message has no place and needs one of your own.",
    ],
  },
  MA402: {
    why: "The same facts stand under other names in the results, or do not exist any more.",
    byHand: [
      "Look the field up in docs/mapping.md, which lists every one of them with what became of it.",
      "Where a field has no counterpart, decide whether the program needs it: times, for one, can be kept by the program itself.",
    ],
  },
  MA403: {
    why: "The answer is in the response itself; nothing has to be listed to find it.",
    byHand: [
      "Read output_text of the response where the newest message of the assistant was looked up.",
      "For files, images and citations go through output, whose items of type message hold the parts.",
    ],
  },
  MA501: {
    why: "A run was started on a thread and asked for until it was done. A response is one request that answers when it is done, or runs in the background when that is asked for.",
    byHand: [
      "Replace runs.create by responses.create with conversation, input and an agent reference (name, and version where it is known).",
      'In JavaScript the reference goes into the request options: { body: { agent_reference: { type: "agent_reference", name } } }; in Python into extra_body.',
      "Where only the id of the run leaves the process, ask for background: true and use responses.retrieve.",
    ],
  },
  MA502: {
    why: "A loop that only waits is what responses.create does by itself.",
    byHand: [
      "Remove the loop, its pause and its counter; keep what it does when the status is failed, and what comes after it.",
      "A deadline becomes the timeout of the client or of the request.",
      "A loop that shows progress keeps its shape with background: true and responses.retrieve.",
    ],
  },
  MA503: {
    why: "The words are others: expired, cancelling and requires_action are no statuses any more, and a test for them is never true.",
    byHand: [
      "Translate a test as a whole: requires_action becomes “there are function_call items in the output”, completed becomes “and there are none”.",
      "Remove branches for statuses that do not come any more.",
    ],
  },
  MA504: {
    why: "Function calls do not pause a run any more. The response that asks for them is complete, and their outputs are the input of the next one.",
    byHand: [
      "Loop while the output holds items of type function_call.",
      "Answer every call_id with a function_call_output in the input of the next responses.create on the same conversation, also when the function throws: a call without an answer blocks the conversation.",
      "Pass the same agent reference each time.",
    ],
  },
  MA505: {
    why: "Streams carry events of a response, not of a thread. Their names and their content are others; text comes in response.output_text.delta.",
    byHand: [
      "Create the response with stream: true and read its events by type.",
      "thread.message.delta becomes response.output_text.delta, thread.run.completed response.completed, errors arrive as response.failed or error.",
      "Handler classes become a loop over events that calls the handler's methods.",
    ],
  },
  MA506: {
    why: "A response that names an agent takes the agent's settings: the service refuses model, instructions, tools and sampling settings beside the reference.",
    byHand: [
      "Settings that never vary go into the agent's definition.",
      "Instructions that vary become structured inputs when the definition is yours, otherwise a developer message in the input, which stays in the conversation.",
      "What else varies (model, tools, formats) needs a response without a reference: it carries the whole definition, with what the run changes. That is what the printed settingsOf() does; such a response does not count as one of the agent.",
    ],
  },
  MA601: {
    why: "There are no steps. What an agent did is in the items of the response's output.",
    byHand: [
      "Go through output and tell items apart by type: message, function_call, code_interpreter_call, file_search_call and so on.",
      "Times of steps have no counterpart.",
    ],
  },
  MA701: {
    why: "Files and vector stores live in one place. What was uploaded to the classic service is not seen by agents of a project.",
    byHand: [
      "Upload files and make vector stores with the OpenAI client of the project.",
      "Upload again what agents need and what exists only in the classic service; its ids change.",
    ],
  },
  MA702: {
    why: "A thread had files of its own: attachments of its messages and its tool_resources. Messages are items without attachments now, and a conversation has no files, so every response on it has to be given them: next to an agent as structured inputs that its definition declares, else in the tools of the request.",
    byHand: [
      "Declare structured inputs in the definition of the agent, and name them in container.file_ids of its code_interpreter and in vector_store_ids of its file_search: `{{name}}`.",
      "Pass their values with every response on that conversation, also with those that come after the message that brought the file.",
      "Put files that are to be searched into a vector store first; the classic service did it by itself, in a store that expired after seven days without use.",
      "Where the agent serves one set of files only, put these into its definition and leave it at that.",
    ],
  },
  MA801: {
    why: "The classic types went with the classic API; code that names them does not compile against what it now holds.",
    byHand: [
      "Replace Run by Response, Thread by Conversation, Message by the message item of a conversation; docs/mapping.md lists the others.",
    ],
  },
  MA901: {
    why: "A variable called thread that holds a conversation misleads the next reader.",
    byHand: [
      "Rename local variables where the new name is free. Names that others see, such as fields of your API, stay.",
    ],
  },
  MA902: {
    why: "Outputs of notebooks are not code: they still show ids that do not exist any more.",
    byHand: ["Run the notebook again, or clear its outputs."],
  },
  MA903: {
    why: "Libraries that wrap the classic API stop with it, whatever the code around them does. Each has a way out of its own, or none; their code is not rewritten.",
    byHand: [
      "Follow the way out that the finding names, in the library's own migration guide.",
      "Until then the library can run on the shim, where it lets a client, a base URL or a fetch be given: docs/shim.md.",
    ],
  },
  MA904: {
    why: "The classic API ends for every language. Calls in C# and Java are counted by the names of their methods in files that import a classic SDK; they are not rewritten.",
    byHand: [
      "Point the client at `npx migrate-agents proxy`, which answers the classic API from the current one: docs/shim.md has the lines.",
      "Move to the packages that the finding names: Azure.AI.Projects 2 and Azure.AI.Extensions.OpenAI, or OpenAI.Responses, in C#; azure-ai-agents 2 or openai-java in Java.",
    ],
  },
  MA905: {
    why: "asst_…, thread_… and run_… ids mean nothing to the current API, and its own ids are longer: a column that fits the old ones cuts the new ones off, or refuses them.",
    byHand: [
      "Put the name of an agent where an assistant's id stands; start conversations in place of threads.",
      "Widen columns to 64 characters or more, or to text, before the migrated program writes to them.",
    ],
  },
  MA906: {
    why: "Code that people or assistants migrate by hand often keeps a piece of the old way: guides and samples disagree, and neither Python nor JavaScript says so before the call is made. What the code shows of that is told; nothing of it is rewritten.",
    byHand: [
      "Conversations, responses and files are asked of the OpenAI client that the project client gives; agents of the project client itself.",
      "An agent is referred to under agent_reference, with type, name and version; settings that its definition has stay out of the request.",
      "A model is the name of a deployment of the project: `migrate-agents verify --model <deployment>` tells whether it is there and answers.",
      "Ids and objects of the classic API do not go to the current one, nor the other way round.",
    ],
  },
  MA907: {
    why: "OpenAI's own guide once moved assistants to prompt objects, which end on 2026-11-30: what a prompt held has to be in the code, where responses take it field by field.",
    byHand: [
      "Open the prompt in the dashboard while it is there, and copy its model, instructions, tools and text format into one constant of the code.",
      "Put values where the text has {{variables}}: a function that returns the constant does it.",
      "Send that in the place of prompt: responses.create({ ...config, input }), responses.create(**config, input=…), with every response, because nothing is inherited from the one before.",
    ],
  },
};
