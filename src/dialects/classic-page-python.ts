/** The end of a printed function that gives the list `data` as a page of the classic API; whether there is more of it, in Python. */
export const pageOfData = (more = "False"): readonly string[] => [
  "\treturn {",
  '\t\t"object": "list",',
  '\t\t"data": data,',
  '\t\t"first_id": data[0]["id"] if data else None,',
  '\t\t"last_id": data[-1]["id"] if data else None,',
  `\t\t"has_more": ${more},`,
  "\t}",
];
