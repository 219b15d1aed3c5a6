using System.Text;

namespace Sluice.Hosting.Rows;

/// <summary>The name of the column that a property is kept in.</summary>
internal static class ColumnName
{
    /// <summary><c>AwardAmount</c> becomes <c>award_amount</c>, <c>PIName</c> becomes <c>pi_name</c>, <c>Address1</c> becomes <c>address1</c>.</summary>
    internal static string Of(string property)
    {
        var text = new StringBuilder(property.Length + 4);
        for (var i = 0; i < property.Length; i++)
        {
            var letter = property[i];
            if (i > 0 && char.IsUpper(letter) && property[i - 1] != '_' && (!char.IsUpper(property[i - 1]) || (i + 1 < property.Length && char.IsLower(property[i + 1]))))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
