/**
 * ConverseStream with the AWS SDK, as its guide reads it:
 * https://docs.aws.amazon.com/code-library/latest/ug/bedrock-runtime_example_bedrock-runtime_ConverseStream_AnthropicClaude_section.html
 */
import { ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime"

export const converseStream = async (client, { model, system, messages, inferenceConfig }, say) => {
  const command = new ConverseStreamCommand({
    modelId: model,
    system: [{ text: system }],
    messages: messages.map(({ role, text }) => ({ role, content: [{ text }] })),
    inferenceConfig,
  })
  const response = await client.send(command)
  for await (const item of response.stream) {
    if (item.contentBlockDelta) say(item.contentBlockDelta.delta?.text ?? "")
  }
}
