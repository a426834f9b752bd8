/** The end of a printed function that gives the list `data` as a page of the classic API. */
export const PAGE_OF_DATA: readonly string[] = [
  "\treturn {",
  '\t\t"object": "list",',
  '\t\t"data": data,',
  '\t\t"first_id": data[0]["id"] if data else None,',
  '\t\t"last_id": data[-1]["id"] if data else None,',
  '\t\t"has_more": False,',
  "\t}",
];
