// The sign of each kind of sheet.

export const SIGNS = { form: "form", canvas: "grid", trends: "radar", plan: "plan" };
