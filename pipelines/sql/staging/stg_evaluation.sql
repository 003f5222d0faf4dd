-- Results of past evaluations, as reported.
with ranked as (
    select
        evaluation_id,
        policy_id,
        region_code,
        evaluation_design,
        evaluation_method,
        outcome,
        cast(baseline_on as date) as baseline_on,
        cast(endline_on as date) as endline_on,
        effect,
        effect_unit,
        effect_lower,
        effect_upper,
        confidence_level,
        sample_size,
        evidence_grade,
        evaluator,
        row_number() over (
            partition by evaluation_id
            order by batch desc, file, source_sheet, source_row
        ) as nth
    from raw_evaluation
),

final as (
    select evaluation_id, policy_id, region_code, evaluation_design, evaluation_method, outcome, baseline_on,
        endline_on, effect, effect_unit, effect_lower, effect_upper, confidence_level, sample_size, evidence_grade,
        evaluator
    from ranked
    where nth = 1
)

select * from final
